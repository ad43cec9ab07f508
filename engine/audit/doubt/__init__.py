"""Which labels are doubtful, and what share of them is wrong, told from what the samples look like.

Samples become numbers (``features``), each sample's label is foretold from all the others
(``held_out``), and what disagrees is weighed (``wrong_share``). Where the features can't tell
the classes apart, the share is not claimed to be known.
"""
