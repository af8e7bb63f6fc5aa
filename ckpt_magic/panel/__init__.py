"""What the person sees, drawn from values.

Responsible for turning events and operations into text, HTML and widgets. Refuses to know where
they come from, and to change anything.

A cell that runs: `view_model` folds events into a `run_view` (its rate is `pace`, its past
`history`); `run_panel` displays it with the widgets of `run_widgets`, whose text is `run_html`
(with `bars` and `plot`), and leaves a `run_summary`.
Operations that do not run: `cards` displays them, `card_widgets` makes one, `card_view` says what
is in it, `card_output` shows what its clicks print.
Both: `figures`, `style`, `displaying`; `live_buttons` and `main_thread` are the ways of clicks.
Elsewhere: `text` is what magics and terminals print, `plain` what front ends are sent.
"""
