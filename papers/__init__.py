"""Paper by Nghị định 30/2020/NĐ-CP: from a layout and its data to the bytes of a PDF. Knows no app."""
