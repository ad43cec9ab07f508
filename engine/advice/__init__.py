"""Facts in, advice with its trace out; the last gate refuses forbidden promises."""
