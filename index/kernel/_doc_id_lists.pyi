from index.kernel.doc_id_lists import DocIdLists as DocIdLists
