"""Internal: on which days a paper appears, and with which pages, as it is told or learnt from its issues."""
