"""tiyao beside what people would use instead: the same reports, the same ideal answers, the same scripted model.

`python -m benchmarks.peers` makes an environment a peer, runs everything, and writes docs/results/peers.json and
docs/benchmarks.md with its plots. What each module is for:

    material       reports with their gold, joined to any length; altered claims
    answers        one generator that renders the same items in each peer's answer format
    model          the scripted model server, in a process of its own: its pace, its limits, its faults, its log
    environments   a virtual environment a peer, pinned
    clients/       the peers, each set up as its documentation advises
    runs           one client over one material: what it took and what came out
    calls          what the server saw: tokens, the critical path, what was asked twice
    judging        what came out against what was answered: located, lost, altered
    splitting      chunkers, sentence splitters and aligners by themselves
    plan           what is run
    targets        what is asked of tiyao, checked
    document       the Markdown and the plots
"""
