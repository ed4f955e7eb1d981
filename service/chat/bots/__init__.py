"""Bots of chat platforms behind one small port: a message in, acknowledged at once, answered later, once.

port        what comes in and goes out, whatever the platform
admission   whom a bot answers
inbox       messages are noted, answered in the background, and taken over from a process that is gone
talk        what is answered: a summary, an answer to a question, help
reports     a report becomes a job of whoever sent it
blocks      what is told, as blocks; and blocks as the messages of a platform
calling     requests to a platform's API
feishu, dingtalk, wecom, slack      a platform each, its package imported only where it is set up
shared      the page that a link in a chat leads to
setup       the bots that the settings ask for
"""
