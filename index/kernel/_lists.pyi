from index.kernel.lists import Lists as Lists
