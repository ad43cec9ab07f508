"""Which samples are of one content: sets that are joined pair by pair, in any order."""

from __future__ import annotations


class Groups:
    """Disjoint sets of 0, 1, 2 … ``count`` - 1 (Tarjan, JACM 1975)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self.count = count

    def add(self) -> int:
        """One more member, by itself; its number."""
        self._parent.append(len(self._parent))
        self.count += 1
        return len(self._parent) - 1

    def root(self, member: int) -> int:
        """The same number for all of one set."""
        parent = self._parent
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    def join(self, first: int, second: int) -> bool:
        """Make one set of two; False if they were one."""
        one, two = self.root(first), self.root(second)
        if one == two:
            return False
        self._parent[max(one, two)] = min(one, two)
        self.count -= 1
        return True
