"""Questions with numeric answers, one module a topic; each returns small frozen records."""
