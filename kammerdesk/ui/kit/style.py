"""The few things a style sheet cannot paint: tick boxes, radio buttons, the order of dialog buttons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QPushButton, QStyle, QStyleHintReturn, QStyleOption, QTabBar, QWidget

_BOXES = (QStyle.PrimitiveElement.PE_IndicatorCheckBox, QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck)
_TURNS = {
    QStyle.PrimitiveElement.PE_IndicatorArrowDown: 0,
    QStyle.PrimitiveElement.PE_IndicatorArrowLeft: 90,
    QStyle.PrimitiveElement.PE_IndicatorArrowRight: -90,
}
"""By how many degrees the chevron is turned."""
_RADIO = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_WINDOWS_ORDER = 0
_FIXED_HINTS = {
    QStyle.StyleHint.SH_DialogButtonLayout: _WINDOWS_ORDER,
    QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
    QStyle.StyleHint.SH_ItemView_ActivateItemOnSingleClick: 0,
    QStyle.StyleHint.SH_ItemView_ShowDecorationSelected: 1,
}

_ICON_SIZES = {
    QStyle.PixelMetric.PM_SmallIconSize,
    QStyle.PixelMetric.PM_LineEditIconSize,
    QStyle.PixelMetric.PM_ButtonIconSize,
    QStyle.PixelMetric.PM_ListViewIconSize,
}


_CHEVRON = (0.15, 0.35), (0.5, 0.7), (0.85, 0.35)
"""Its three ends in shares of its box."""
_TAB_CHEVRON = 12
"""Side in pixels at 100 % of the arrows that lead to tabs there is no room for."""
_TICK_SIZES = {QStyle.PixelMetric.PM_IndicatorWidth, QStyle.PixelMetric.PM_IndicatorHeight}
_TICK = 18
"""Side in pixels at 100 % of a box to tick, in lists and elsewhere."""


class DeskStyle(QProxyStyle):
    """Fusion with flat tick boxes whose outline keeps 3:1 in both schemes.

    It gives its sheet to every window before that is seen, and windows hand it down to all they hold. Given to the
    application, Qt would dress the parts of a page anew each time one is put into another: opening a page took thrice
    as long.
    """

    zoom = 1.0
    sheet = ""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, what: Any) -> Any:
        if isinstance(what, QWidget) and what.isWindow() and what.parentWidget() is None and not what.styleSheet():
            what.setStyleSheet(self.sheet)
        return super().polish(what)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in _ICON_SIZES:  # all of them are as large as the small icon; asked for, Qt would zoom some twice
            return round(super().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, option, widget) * self.zoom)
        if metric in _TICK_SIZES:
            return round(_TICK * self.zoom)
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in _BOXES:
            _draw_indicator(option, painter, round_corners=0.2)
        elif element is _RADIO:
            _draw_indicator(option, painter, round_corners=0.5)
        elif element in _TURNS and isinstance(widget, QPushButton):
            _draw_chevron(QRectF(option.rect), option.palette, painter)
        elif element in _TURNS and widget is not None and isinstance(widget.parentWidget(), QTabBar):
            side = round(_TAB_CHEVRON * self.zoom)
            box = QRectF(0, 0, side, side)
            box.moveCenter(QRectF(widget.rect()).center())
            _draw_chevron(box, option.palette, painter, _TURNS[element])
        else:
            super().drawPrimitive(element, option, painter, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        answer: QStyleHintReturn | None = None,
    ) -> int:
        fixed = _FIXED_HINTS.get(hint)
        return fixed if fixed is not None else super().styleHint(hint, option, widget, answer)


def _draw_indicator(option: QStyleOption, painter: QPainter, round_corners: float) -> None:
    palette = option.palette
    on = bool(option.state & QStyle.StateFlag.State_On)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
    side = min(option.rect.width(), option.rect.height()) - 2
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(option.rect).center())
    outline = palette.color(QPalette.ColorRole.Accent if on or focused else QPalette.ColorRole.Dark)
    if not enabled:
        outline = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(outline, 2 if focused else 1.25))
    painter.setBrush(outline if on else palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(box, side * round_corners, side * round_corners)
    if on:
        ink = palette.color(QPalette.ColorRole.BrightText)
        painter.setPen(QPen(ink, max(1.6, side / 8), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        _draw_mark(painter, box, round_corners == 0.5)
    painter.restore()


def _draw_chevron(box: QRectF, palette: QPalette, painter: QPainter, turn: float = 0) -> None:
    """What says that a button has a menu, or that there are more tabs; Qt's own arrow is as small at every size."""
    places = [QPointF(box.width() * (x - 0.5), box.height() * (y - 0.5)) for x, y in _CHEVRON]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(
            palette.color(QPalette.ColorRole.ButtonText),
            box.width() / 8,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
        )
    )
    painter.translate(box.center())
    painter.rotate(turn)
    painter.drawPolyline(places)
    painter.restore()


def _draw_mark(painter: QPainter, box: QRectF, dot: bool) -> None:
    def at(x: float, y: float) -> QPointF:
        return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)

    if dot:
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        inner = box.width() * 0.3
        painter.drawEllipse(box.adjusted(inner, inner, -inner, -inner))
        return
    painter.drawPolyline([at(0.24, 0.52), at(0.43, 0.70), at(0.77, 0.31)])
