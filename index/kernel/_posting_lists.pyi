from index.kernel.posting_lists import PostingLists as PostingLists
