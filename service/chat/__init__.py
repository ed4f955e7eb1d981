"""Doors for chat: MCP, the OpenAI-compatible door, a small tool spec, bots. Each is a thin translation.

reading       what a person said in a chat: a report, pieces of one, a file, a question            (pure)
answering     a question about a report: the items and clauses that tell, chosen by words           (pure)
comparing     two or more summaries side by side                                                    (pure)
telling       summaries, answers and comparisons as Markdown for a chat                             (pure)
words         what people read in chats, in Chinese and English
desk          summaries made and kept for whoever asks, with progress and patience                  (the world)
conversation  turns of a chat in, a reply out: joins all of these. Bots need this one only.
"""
