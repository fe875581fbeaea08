"""What an edition shows and how large: what a person chooses about it, folded away until somebody wants to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QVBoxLayout, QWidget

from selfassess.domain.model.editions import (
    OPTION_LABELS,
    SIZES,
    Edition,
    EditionOptions,
    build_options,
    is_offered,
)
from selfassess.services.exporting.formats import FORMATS
from ui.widgets.look import make_heading, make_label, make_link_button, show_if

CHOOSE, FOLD = "Choose what it shows…", "Hide what it shows"
MOST_WORDS = 20_000


class OptionsChoice(QWidget):
    """Ticks for what can be left out or in, the type size, and how long a statement should be at most."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = make_heading("What it shows")
        self.unfold = make_link_button(CHOOSE, self._toggle_options)
        self.ticks = {key: QCheckBox(words) for key, words in OPTION_LABELS.items()}
        self.type_size = QComboBox()
        self.type_size.setAccessibleName("Type size")
        for size in SIZES:
            large_print = ", large print" if size == SIZES[-1] else ""
            self.type_size.addItem(f"{size} points{large_print}", size)
        self.words = QSpinBox()
        self.words.setRange(0, MOST_WORDS)
        self.words.setSingleStep(50)
        self.words.setSpecialValueText("No limit")
        self.words.setSuffix(" words")
        self.words.setAccessibleName("Words a statement should have at most")
        self.listed = QWidget()
        inside = QVBoxLayout(self.listed)
        inside.setContentsMargins(12, 0, 0, 4)
        inside.setSpacing(2)
        self._of_documents = (
            make_label("Type size"),
            self.type_size,
            make_label("Tell which statements are longer than"),
            self.words,
        )
        for part in (*self.ticks.values(), *self._of_documents):
            inside.addWidget(part)
        self.listed.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        for part in (self.heading, self.unfold, self.listed):
            page.addWidget(part)
        page.setAlignment(self.unfold, Qt.AlignmentFlag.AlignLeft)
        self._edition: Edition | None = None
        self.offer_options("pdf", Edition.FULL)

    def offer_options(self, format: str, edition: Edition) -> None:
        """Offer what can be chosen; another edition begins with what is usual for it."""
        document = FORMATS[format].is_document
        usual = build_options(edition)
        for key, tick in self.ticks.items():
            tick.setVisible(is_offered(key, edition, document=document))
            if edition is not self._edition:
                tick.setChecked(getattr(usual, key))
        for part in self._of_documents:
            part.setVisible(document)
        if edition is not self._edition:
            self.type_size.setCurrentIndex(self.type_size.findData(usual.size))
            self.words.setValue(0)
        self._edition = edition
        show_if(self, document or any(not tick.isHidden() for tick in self.ticks.values()))

    def chosen_options(self) -> EditionOptions:
        """The options as they are ticked; what is not offered is as usual."""
        assert self._edition is not None
        ticked = {key: tick.isChecked() for key, tick in self.ticks.items() if not tick.isHidden()}
        limit = self.words.value() or None
        return build_options(self._edition, size=self.type_size.currentData(), words=limit, **ticked)

    def _toggle_options(self) -> None:
        fold_words = CHOOSE if self.unfold.text() == FOLD else FOLD
        self.unfold.setText(fold_words)
        self.listed.setVisible(self.unfold.text() == FOLD)
