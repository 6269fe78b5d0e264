"""The pictures that stand beside words. They never carry a meaning alone: every icon is hidden from screen readers.

Each is drawn in a box of 24 by 24 with lines of 2 in the colour of the text.
"""

ICONS: dict[str, str] = {
    "alarm": '<path d="M12 3v2M4.6 6.6l1.4 1.4M19.4 6.6 18 8M7 19v-6a5 5 0 0 1 10 0v6M4 19h16v2H4z"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/>',
    "camera": '<rect x="2.5" y="6.5" width="12.5" height="11" rx="2"/><path d="M15 11l6.5-3.5v9L15 13"/>',
    "camera-memory": '<rect x="2.5" y="6.5" width="12.5" height="11" rx="2"/><path d="M15 11l6.5-3.5v9L15 13"/>'
    '<path d="M11.2 12a2.5 2.5 0 1 1-1-2"/><path d="M10.6 8.9v1.6H9"/>',
    "camera-off": '<path d="M6.5 6.5H13a2 2 0 0 1 2 2v2.5l6.5-3.5v9l-3.2-1.7M15 15v.5a2 2 0 0 1-2 2H4.5'
    'a2 2 0 0 1-2-2v-7a2 2 0 0 1 1-1.7M2.5 2.5l19 19"/>',
    "check": '<path d="M4 12.5l5 5L20 6.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "cross": '<path d="M6 6l12 12M18 6 6 18"/>',
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "door": '<path d="M6 21V3h12v18M3 21h18M14.5 12h.01"/>',
    "eye": '<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>',
    "hold": '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5h.01"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="M11 12l9-9M16 7l3 3"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 17h.01"/>',
    "record": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.5" fill="currentColor"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6"/>',
    "warning": '<path d="M12 3 2 20h20zM12 10v4M12 17h.01"/>',
}
