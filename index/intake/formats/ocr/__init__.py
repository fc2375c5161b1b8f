"""What OCR writes: hOCR, ALTO, PAGE-XML, and METS that lists it."""
