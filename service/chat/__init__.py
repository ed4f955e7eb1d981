"""Doors for chat: MCP, the OpenAI-compatible door, a small tool spec, bots. Each is a thin translation.

reading       what a person said in a chat: a report, pieces of one, a file, a question            (pure)
answering     a question about a report: the items and clauses that tell, chosen by words           (pure)
hearing       how near items and clauses are to a question                                          (pure)
showing       what of a summary and its report a model is shown with a question                     (pure)
telling       summaries, answers and comparisons as Markdown for a chat                             (pure)
words         what people read in chats, in Chinese and English
asking        a question put to the model, where there is one                                       (the world)
desk          summaries made and kept for whoever asks, with progress and patience                  (the world)
conversation  turns of a chat in, a reply out: joins all of these
actions       what a program may ask for, the same by MCP and by the tool spec
"""
