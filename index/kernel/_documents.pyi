from index.kernel.documents import Documents as Documents
