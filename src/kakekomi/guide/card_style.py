"""The look of the card: one sheet of A4 in black and white, legible at arm's length.

No colour carries meaning, since it may come out of an office laser printer. Sizes are in points and
millimetres because paper is what counts; on a screen it is the same sheet, on a phone one column.
"""

from typing import Final

CARD_CSS: Final = """
@page { size: A4 portrait; margin: 9mm 11mm; }
* { box-sizing: border-box; }
html { background: #fff; color: #000; }
body { margin: 0 auto; max-width: 188mm; line-height: 1.35; font-size: 10pt;
  font-family: "Noto Sans CJK JP", "Noto Sans JP", "BIZ UDPGothic", "Yu Gothic", Meiryo,
    "Hiragino Sans", "Segoe UI", Arial, sans-serif; }
h1 { font-size: 19pt; line-height: 1.15; margin: 0 0 1mm; }
h2 { font-size: 10.5pt; margin: 2.6mm 0 1mm; border-bottom: 0.5mm solid #000; }
p { margin: 0; }
.lead { font-size: 11pt; }
.why { font-size: 8.5pt; margin-bottom: 2mm; }
.phases { list-style: none; margin: 0; padding: 0; border: 0.6mm solid #000; }
.phase { display: flex; border-bottom: 0.3mm solid #000; break-inside: avoid; }
.phase:last-child { border-bottom: 0; }
.clock { flex: 0 0 25mm; background: #000; color: #fff; text-align: center; padding: 1.6mm 1mm;
  font-weight: 700; display: flex; flex-direction: column; justify-content: center;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.clock b { font-size: 17pt; line-height: 1.1; }
.clock span { font-size: 9pt; }
.steps { flex: 1; margin: 0; padding: 1.1mm 2.5mm; list-style: none; }
.steps li { padding-left: 7mm; position: relative; margin: 0.7mm 0; }
.steps li::before { content: ""; position: absolute; left: 0; top: 0.8mm; width: 4mm; height: 4mm;
  border: 0.4mm solid #000; }
.steps strong { display: block; font-size: 11.5pt; line-height: 1.25; }
.first strong { font-size: 17pt; }
.first span { font-size: 11.5pt; }
.never { border: 0.6mm dashed #000; padding: 1mm 2.5mm; margin-top: 2.2mm; }
.never b { display: inline-block; margin-right: 2mm; }
.never ul { margin: 0; padding-left: 5mm; }
.blanks, .phones { display: grid; grid-template-columns: 1fr 1fr; gap: 0 5mm; }
.blank { display: flex; align-items: flex-end; border-bottom: 0.25mm solid #000; min-height: 7.6mm;
  padding-bottom: 0.5mm; font-size: 9pt; }
.wide { grid-column: 1 / -1; }
.choices { margin-left: 3mm; display: flex; flex-wrap: wrap; gap: 0 3.5mm; }
.choices i { font-style: normal; }
.choices i::before { content: ""; display: inline-block; width: 3mm; height: 3mm; margin-right: 1mm;
  border: 0.3mm solid #000; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; }
td { border-bottom: 0.2mm solid #999; padding: 0.6mm 1mm 0.6mm 0; }
td.number { font-weight: 700; font-size: 11pt; white-space: nowrap; }
td.date { white-space: nowrap; text-align: right; }
.order { font-size: 9pt; }
.footer { margin-top: 2mm; font-size: 8pt; display: flex; justify-content: space-between;
  gap: 4mm; }
@media screen { body { padding: 6mm; } }
@media screen and (max-width: 600px) {
  body { padding: 3mm; overflow-wrap: anywhere; }
  .clock { flex-basis: 16mm; }
  .blanks, .phones { grid-template-columns: 1fr; }
  td, td.number, td.date { display: block; border: 0; text-align: left; white-space: normal; }
  .footer { flex-wrap: wrap; }
}
"""
