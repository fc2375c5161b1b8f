from index.kernel.posting_lists import Lists as Lists
