/** Keys that a viewer needs to draw a page. Any other key is somebody's own, or tells of people, times and programs. */
const WORDS = [
  'Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo',
  'DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs Resources Differences BaseEncoding FontName FontStretch',
  'FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth',
  'FontFile FontFile2 FontFile3 CharSet CIDSet Registry Ordering Supplement CMapName WMode UseCMap Length1 Length2 Length3',
  'BBox Matrix Group FormType Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask',
  'SMaskInData Matte S I K CS FunctionType Domain Range Functions Bounds Encode Size BitsPerSample Order C0 C1 N',
  'ShadingType Background AntiAlias Coords Function Extend BitsPerCoordinate BitsPerFlag VerticesPerRow PatternType',
  'PaintType TilingType XStep YStep Shading ExtGState LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA BM',
  'CA ca AIS TK G BC WhitePoint BlackPoint Gamma Alternate Colorants Process Components',
  'Predictor Colors Columns EarlyChange EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError',
  'JBIG2Globals ColorTransform',
]
export const DRAWN: ReadonlySet<string> = new Set(WORDS.flatMap((line) => line.split(' ')))

export const RESOURCES: ReadonlySet<string> = new Set(
  'Font XObject ColorSpace Pattern Shading ExtGState Properties ProcSet'.split(' '),
)

/** Notes beside the page: they go. Anything else that is drawn over it would be missed, and nobody may change a work. */
export const NOTES: ReadonlySet<string> = new Set(
  'Link Text Popup Highlight Underline Squiggly StrikeOut Caret FileAttachment Sound Movie Screen RichMedia 3D TrapNet PrinterMark'.split(
    ' ',
  ),
)
