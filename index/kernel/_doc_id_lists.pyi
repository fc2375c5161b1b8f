from index.kernel.doc_id_lists import Documents as Documents
