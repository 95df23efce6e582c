"""Papers by Nghị định 30/2020/NĐ-CP, typeset as PDF or written as DOCX."""
