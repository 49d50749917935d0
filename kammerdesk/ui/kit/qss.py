"""The style sheet, made from tokens; only what the palette cannot say."""

from __future__ import annotations

from collections.abc import Callable

from kammerdesk.ui.kit.tokens import Tokens

_SHEET = """
QLabel[role="caption"] {{ font-size: {caption}px; color: {text2}; }}
QLabel[role="secondary"] {{ color: {text2}; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="subtitle"] {{ font-size: {subtitle}px; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: 600; }}
QLabel[role="exam"] {{ font-size: {exam}px; }}
QLabel[role="exam_big"] {{ font-size: {exam_big}px; font-weight: 600; }}
QLabel[role="error"] {{ color: {err}; }}
QLabel[role="warning"] {{ color: {warn}; }}
QLabel:disabled {{ color: {disabled}; }}

QLineEdit, QPlainTextEdit, ChoiceBox {{
    background: {surface}; border: 1px solid {control}; border-radius: {r}px;
    padding: 0 {p7}px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit, ChoiceBox {{ min-height: {inner}px; }}
QPlainTextEdit {{ padding: {p4}px; }}
QLineEdit:focus, QPlainTextEdit:focus, ChoiceBox:focus, ChoiceBox:on {{
    border: 2px solid {accent}; padding: 0 {p6}px; min-height: {inner2}px; }}
QPlainTextEdit:focus {{ padding: {p3}px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], ChoiceBox[wrong="true"] {{
    border: 2px solid {err}; padding: 0 {p6}px; min-height: {inner2}px; }}
QLineEdit[cell="true"] {{ border-radius: 0; min-height: 0; padding: 0 {p6}px; }}
QLineEdit:read-only {{ background: {window}; }}
QLineEdit:disabled, ChoiceBox:disabled, QPlainTextEdit:disabled {{
    background: {window}; color: {disabled}; border-color: {border}; }}
ChoiceBox {{ padding-left: {p9}px; }}
ChoiceBox:focus, ChoiceBox:on, ChoiceBox[wrong="true"] {{ padding-left: {p8}px; }}
ChoiceBox::drop-down {{ border: none; width: {p28}px; }}
ChoiceBox::down-arrow {{ image: none; }}
ChoiceBox QAbstractItemView {{
    background: {surface}; border: 1px solid {control}; outline: none;
    selection-background-color: {selection}; selection-color: {text}; }}

QCheckBox, QRadioButton {{ spacing: {p8}px; min-height: {p24}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {p18}px; height: {p18}px; }}

QPushButton, QToolButton[framed="true"] {{
    background: {surface}; color: {text}; border: 1px solid {control}; border-radius: {r}px;
    padding: 0 {p14}px; min-height: {inner}px; }}
QPushButton:hover, QToolButton[framed="true"]:hover {{ background: {subtle}; }}
QPushButton:pressed {{ background: {header}; }}
QPushButton:focus, QToolButton[framed="true"]:focus {{
    border: 2px solid {text}; padding: 0 {p13}px; min-height: {inner2}px; outline: none; }}
QPushButton:disabled {{ color: {disabled}; border-color: {border}; background: {window}; }}
QPushButton[primary="true"] {{
    background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {accent_hover}; }}
QPushButton[primary="true"]:focus {{ border-color: {text}; }}
QPushButton[primary="true"]:disabled {{ background: {border}; color: {disabled}; border-color: {border}; }}
QPushButton[big="true"] {{ min-height: {big}px; padding: 0 {p24}px; font-size: {exam}px; }}
QPushButton[big="true"]:focus {{ min-height: {big2}px; padding: 0 {p23}px; }}
QPushButton[link="true"] {{
    background: transparent; border: 1px solid transparent; color: {link}; padding: 0 {p4}px; text-align: left;
    text-decoration: underline; text-align: left; }}
QPushButton[link="true"]:focus {{ border: 2px solid {text}; padding: 0 {p3}px; }}
QPushButton[field="true"], QPushButton[field="true"]:hover {{ background: {surface}; }}
QPushButton:checked {{ background: {selection}; border-color: {accent}; font-weight: 600; }}
QToolButton {{ border: 1px solid transparent; border-radius: {r}px; padding: {p4}px; background: transparent; }}
QToolButton:hover {{ background: {header}; }}
QToolButton:focus {{ border: 2px solid {text}; padding: {p3}px; }}
QToolButton[bare="true"]::menu-indicator {{ image: none; }}

QTableView {{
    background: {surface}; alternate-background-color: {subtle}; border: 1px solid {border};
    gridline-color: {border}; selection-background-color: {selection}; selection-color: {text}; outline: none; }}
QTableView:focus, QListView:focus {{ border: 1px solid {accent}; }}
QListView {{ background: {surface}; border: 1px solid {border}; outline: none; }}
QHeaderView {{ background: {header}; }}
QHeaderView::section {{
    background: {header}; color: {text}; font-weight: 600; border: none; min-height: {inner}px;
    border-right: 1px solid {border}; border-bottom: 1px solid {control}; padding: 0 {p9}px; }}
QTableCornerButton::section {{ background: {header}; border: none; }}

QListView[ticks="true"] {{ background: {surface}; border: 1px solid {control}; border-radius: {r}px; }}
QListView[ticks="true"]:focus {{ border: 2px solid {accent}; }}
QListView[ticks="true"]::item:selected {{ background: {selection}; color: {text}; }}

QListView#navigation {{ background: {header}; border: none; border-right: 1px solid {border}; }}
QFrame#masthead, QFrame#status {{ background: {header}; }}
QFrame#masthead {{ border-bottom: 1px solid {border}; }}
QFrame#status {{ border-top: 1px solid {border}; }}
QFrame[panel="true"] {{ background: {surface}; border: 1px solid {border}; border-radius: {p6}px; }}
QFrame#palette {{ background: {surface}; border: 1px solid {control}; }}
QFrame#palette QListView {{ border: none; }}
QFrame[line="true"] {{ background: {border}; border: none; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {header}; }}
QCalendarWidget QToolButton {{ color: {text}; font-weight: 600; padding: {p4}px {p8}px; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QAbstractItemView {{ border: none;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QScrollArea, QScrollArea > QWidget > QWidget[scrolled="true"] {{ background: transparent; border: none; }}
QScrollArea[reads="true"] {{ border: 2px solid transparent; }}
QScrollArea[reads="true"]:focus {{ border: 2px solid {accent}; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {border}; }}

QTabBar::tab {{
    padding: {p8}px {p12}px; border: none; border-bottom: 3px solid transparent;
    color: {text2}; background: transparent; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ border: 2px solid {text}; }}
QTabBar::scroller {{ width: {p28}px; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTabBar QToolButton {{ background: {surface}; border: 1px solid {control}; border-radius: 0; padding: 0; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {border}; }}

QPushButton::menu-indicator {{
    width: {p12}px; height: {p12}px; subcontrol-position: right center; right: {p6}px; }}

QMenuBar {{ background: {header}; }}
QMenuBar::item {{ padding: {p4}px {p10}px; background: transparent; }}
QMenuBar::item:selected {{ background: {selection}; color: {text}; }}
QMenu {{ background: {surface}; border: 1px solid {control}; padding: {p4}px; }}
QMenu::item {{ padding: {p6}px {p24}px {p6}px {p8}px; border-radius: {r}px; color: {text}; }}
QMenu::item:selected {{ background: {selection}; color: {text}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: {p4}px {p8}px; }}
QMenu::icon {{ padding-left: {p6}px; }}
QToolTip {{ background: {header}; color: {text}; border: 1px solid {control}; padding: {p4}px; }}

QProgressBar {{ background: {header}; border: 1px solid {control}; border-radius: {r}px; max-height: {p10}px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: {p3}px; }}
QScrollBar {{ background: {window}; border: none; }}
QScrollBar:vertical {{ width: {p12}px; }}
QScrollBar:horizontal {{ height: {p12}px; }}
QScrollBar::handle {{ background: {control}; border-radius: {p4}px; margin: {p2}px; }}
QScrollBar::handle:vertical {{ min-height: {p32}px; }}
QScrollBar::handle:horizontal {{ min-width: {p32}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""

_BAR = 'QFrame[bar="{tone}"] {{ background: {tint}; border: 1px solid {ink}; border-radius: 4px; }}\n'

_TEXT_SIZES = {"caption": 13, "subtitle": 17, "title": 21, "exam": 18, "exam_big": 26}
_LENGTHS = (2, 3, 4, 6, 7, 8, 9, 10, 12, 13, 14, 18, 23, 24, 28, 32)


def sheet(tokens: Tokens, px: Callable[[float], int], control: int) -> str:
    """The style sheet for a scheme, the zoom inside `px`, and the height of a control in pixels."""
    colours = {name: getattr(tokens, name) for name in Tokens.__slots__ if isinstance(getattr(tokens, name), str)}
    lengths = {f"p{n}": px(n) for n in _LENGTHS}
    sizes = {name: px(size) for name, size in _TEXT_SIZES.items()}
    tones = {tone.value: tokens.ink(tone) for tone in tokens.tones}
    frame = {"r": px(4), "inner": control - 2, "inner2": control - 4, "big": px(50), "big2": px(48)}
    bars = [_BAR.format(tone=tone.value, ink=tokens.ink(tone), tint=tokens.tint(tone)) for tone in tokens.tones]
    return "".join(bars) + _SHEET.format(**colours, **lengths, **sizes, **tones, **frame)
