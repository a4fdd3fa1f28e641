import { deflateSync } from 'node:zlib'
import type { Planted } from './case.fixture.ts'
import {
  bars,
  bytes,
  chunk,
  code,
  csv,
  idNumber,
  jpeg,
  markdown,
  noise,
  notebook,
  pdf,
  person,
  PERSON_HEADER,
  personRows,
  phone,
  png,
  pseudonymOf,
  range,
  tar,
} from './make.fixture.ts'
import {
  book,
  bookWith,
  document,
  GOOD_ROWS,
  makeZip,
  prose,
  rowsXml,
  sheet,
  tableXml,
} from './office.fixture.ts'
import { parquet } from './parquet.fixture.ts'

const rowsText = () => csv(PERSON_HEADER, ...personRows(40)).toString()

/** Leaks in other files: out of sight, in disguise, or packed. */
export const PLANTED_FILES: readonly Planted[] = [
  {
    name: 'a small cell in a workbook',
    path: 'book.xlsx',
    rule: 'small-count',
    place: /^sheet 结果!B3$/,
    bytes: () =>
      book([
        sheet('结果', [
          ['地区', '人数'],
          ['浦东新区', 1250],
          ['徐汇区', 4],
        ]),
      ]),
  },
  {
    name: 'a hidden sheet',
    path: 'hidden.xlsx',
    rule: 'hidden-sheet',
    place: /^sheet 明细$/,
    bytes: () =>
      bookWith(
        {
          'xl/worksheets/sheet2.xml': `<worksheet><sheetData>${rowsXml([PERSON_HEADER, ...personRows(30)])}</sheetData></worksheet>`,
        },
        (name, text) =>
          name === 'xl/workbook.xml'
            ? text.replace(
                '</sheets>',
                '<sheet name="明细" sheetId="2" state="hidden" r:id="rId2"/></sheets>',
              )
            : text.replace(
                '</Relationships>',
                '<Relationship Id="rId2" Type="http://x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
              ),
      ),
  },
  {
    name: 'rows in a very hidden sheet',
    path: 'very.xlsx',
    rule: 'row-level',
    place: /^sheet 明细/,
    bytes: () =>
      bookWith(
        {
          'xl/worksheets/sheet2.xml': `<worksheet><sheetData>${rowsXml([PERSON_HEADER, ...personRows(30)])}</sheetData></worksheet>`,
        },
        (name, text) =>
          name === 'xl/workbook.xml'
            ? text.replace(
                '</sheets>',
                '<sheet name="明细" sheetId="2" state="veryHidden" r:id="rId2"/></sheets>',
              )
            : text.replace(
                '</Relationships>',
                '<Relationship Id="rId2" Type="http://x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
              ),
      ),
  },
  {
    name: 'hidden rows',
    path: 'rows.xlsx',
    rule: 'hidden-rows',
    place: /^sheet 结果, row 3$/,
    bytes: () => book([sheet('结果', GOOD_ROWS, (row) => (row === 3 ? 'hidden="1"' : ''))]),
  },
  {
    name: 'a hidden column',
    path: 'column.xlsx',
    rule: 'hidden-rows',
    place: /^sheet 结果, column C$/,
    bytes: () =>
      book([
        {
          name: '结果',
          xml: `<cols><col min="3" max="3" hidden="1"/></cols><sheetData>${rowsXml(GOOD_ROWS)}</sheetData>`,
        },
      ]),
  },
  {
    name: 'a comment with a name',
    path: 'comment.xlsx',
    rule: 'comment',
    place: /^part comments1\.xml$/,
    bytes: () =>
      bookWith({
        'xl/comments1.xml': `<comments><commentList><comment ref="B2"><text><t>患者:${person(3)}</t></text></comment></commentList></comments>`,
      }),
  },
  {
    name: 'the source of a pivot table',
    path: 'pivot.xlsx',
    rule: 'pivot-cache',
    place: /^pivot cache$/,
    bytes: () =>
      bookWith({
        'xl/pivotCache/pivotCacheRecords1.xml': `<pivotCacheRecords>${personRows(30)
          .map((row) => `<r>${row.map((cell) => `<s v="${cell}"/>`).join('')}</r>`)
          .join('')}</pivotCacheRecords>`,
      }),
  },
  {
    name: 'a constant behind a name',
    path: 'name.xlsx',
    rule: 'identity-number',
    place: /^defined name 1$/,
    bytes: () =>
      bookWith({}, (name, text) =>
        name === 'xl/workbook.xml'
          ? text.replace(
              '</workbook>',
              `<definedNames><definedName name="k" hidden="1">"${idNumber(5)}"</definedName></definedNames></workbook>`,
            )
          : text,
      ),
  },
  {
    name: 'strings that no cell shows',
    path: 'left.xlsx',
    rule: 'pseudonym',
    place: /^unused strings$/,
    bytes: () => book([sheet('结果', GOOD_ROWS)], { strings: [`<t>${pseudonymOf(12)}</t>`] }),
  },
  {
    name: 'a macro',
    path: 'macro.xlsx',
    rule: 'macro',
    place: /^part vbaProject\.bin$/,
    bytes: () => bookWith({ 'xl/vbaProject.bin': Buffer.from('d0cf11e0a1b11ae1', 'hex') }),
  },
  {
    name: 'values in a format that shows nothing',
    path: 'unseen.xlsx',
    rule: 'hidden-text',
    place: /^sheet 结果!B2$/,
    bytes: () =>
      bookWith(
        {
          'xl/styles.xml':
            '<styleSheet><numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        },
        (name, text) => (name.endsWith('sheet1.xml') ? text.replace('<c r="B2">', '<c r="B2" s="1">') : text),
      ),
  },
  {
    name: 'EXIF in a JPEG',
    path: 'photo.jpg',
    rule: 'image-metadata',
    place: /^EXIF$/,
    bytes: () =>
      jpeg({
        marker: 0xe1,
        body: Buffer.concat([
          Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'),
          bytes(`ImageDescription ${phone(4)}`),
        ]),
      }),
  },
  {
    name: 'bytes behind a JPEG',
    path: 'tail.jpg',
    rule: 'trailing-bytes',
    place: /^after EOI$/,
    bytes: () => Buffer.concat([jpeg(), bytes(rowsText())]),
  },
  {
    name: 'base64 in a text of a PNG',
    path: 'chart.png',
    rule: 'encoded-data',
    place: /^chunk tEXt$/,
    bytes: () =>
      png({
        extra: [
          chunk('tEXt', Buffer.concat([bytes('Comment\0'), bytes(bytes(rowsText()).toString('base64'))])),
        ],
      }),
  },
  {
    name: 'packed text in a PNG',
    path: 'packed.png',
    rule: 'identity-number',
    place: /^chunk zTXt$/,
    bytes: () =>
      png({
        extra: [
          chunk('zTXt', Buffer.concat([bytes('Comment\0\0'), deflateSync(bytes(`id ${idNumber(31)}`))])),
        ],
      }),
  },
  {
    name: 'an unknown chunk',
    path: 'chunk.png',
    rule: 'image-metadata',
    place: /^chunk daTa$/,
    bytes: () => png({ extra: [chunk('daTa', Buffer.from(range(400).map((n) => (n * 37) % 251)))] }),
  },
  {
    name: 'a zip behind a PNG',
    path: 'polyglot.png',
    rule: 'trailing-bytes',
    place: /^after IEND$/,
    bytes: () => png({ tail: makeZip([{ name: 'rows.csv', data: bytes(rowsText()) }]) }),
  },
  {
    name: 'a message in the lowest bits',
    path: 'bits.png',
    rule: 'hidden-in-pixels',
    place: /^pixels$/,
    bytes: () => {
      const random = noise(17)
      return png({
        paint: (x, y, channel) =>
          channel === 0 && y < 80
            ? (bars(x, y, channel) & 0xfe) | (random() > 0.5 ? 1 : 0)
            : bars(x, y, channel),
      })
    },
  },
  {
    name: 'rows in the metadata of a drawing',
    path: 'chart.svg',
    rule: 'row-level',
    place: /^metadata/,
    bytes: () =>
      bytes(
        `<svg xmlns="http://www.w3.org/2000/svg"><desc>\n${rowsText()}\n</desc><rect width="10" height="5"/></svg>`,
      ),
  },
  {
    name: 'a drawing of single points',
    path: 'scatter.svg',
    rule: 'points-in-drawing',
    place: /^marks$/,
    bytes: () =>
      bytes(
        `<svg xmlns="http://www.w3.org/2000/svg">${range(300)
          .map((n) => `<circle cx="${n * 1.37}" cy="${(n * 7919) % 301}" r="2"/>`)
          .join('')}</svg>`,
      ),
  },
  {
    name: 'a script in a page',
    path: 'page.html',
    rule: 'script',
    place: /^element script$/,
    bytes: () =>
      bytes('<!doctype html><html><body><p>结果</p><script>var rows=[[1,2],[3,4]]</script></body></html>'),
  },
  {
    name: 'a small cell in a table of a page',
    path: 'table.html',
    rule: 'small-count',
    place: /^table 1, row 3, column 人数$/,
    bytes: () =>
      bytes(
        '<html><body><table><tr><th>地区</th><th>人数</th></tr><tr><td>浦东新区</td><td>1250</td></tr><tr><td>徐汇区</td><td>6</td></tr></table></body></html>',
      ),
  },
  {
    name: 'an attachment in a PDF',
    path: 'report.pdf',
    rule: 'attachment',
    place: /^object \d+$/,
    bytes: () =>
      pdf((doc) => {
        doc.text('Report')
        doc.file(bytes(rowsText()), { name: 'rows.csv' })
      }),
  },
  {
    name: 'an identity number in a PDF',
    path: 'letter.pdf',
    rule: 'identity-number',
    place: /^text line \d+$/,
    bytes: () => pdf((doc) => void doc.text(`case ${idNumber(77)} was looked at`)),
  },
  {
    name: 'a name in a document',
    path: 'report.docx',
    rule: 'person-name',
    place: /^document, paragraph 2$/,
    bytes: () => document(prose('结论如下。', `其中患者${person(4)}，男，住院三次。`)),
  },
  {
    name: 'deleted text that is still there',
    path: 'tracked.docx',
    rule: 'tracked-changes',
    place: /^document$/,
    bytes: () =>
      document(
        `${prose('结论如下。')}<w:p><w:del><w:r><w:delText>${idNumber(6)}</w:delText></w:r></w:del></w:p>`,
      ),
  },
  {
    name: 'a workbook inside a document',
    path: 'embedded.docx',
    rule: 'attachment',
    place: /^part data\.xlsx$/,
    bytes: () =>
      document(
        `${prose('见附表。')}${tableXml([
          ['地区', '人数'],
          ['浦东新区', '1250'],
        ])}`,
        { 'word/embeddings/data.xlsx': book([sheet('明细', [PERSON_HEADER, ...personRows(30)])]) },
      ),
  },
  {
    name: 'a print of rows in a notebook',
    path: 'work.ipynb',
    rule: 'notebook-output',
    place: /^cell 2, output 1$/,
    bytes: () =>
      notebook([
        markdown('# 分析'),
        code('df.head(30)', [
          {
            output_type: 'stream',
            name: 'stdout',
            text: personRows(30).map((row, n) => `${n}  ${row.join('  ')}\n`),
          },
        ]),
      ]),
  },
  {
    name: 'an identity number in code',
    path: 'query.py',
    rule: 'identity-number',
    place: /^line 3$/,
    bytes: () =>
      bytes(`import xinyu\ndf = xinyu.table("setl_d")\nprint(df[df.certno == "${idNumber(14)}"])\n`),
  },
  {
    name: 'a log with rows',
    path: 'train.log',
    rule: 'row-level',
    place: /^lines 3–\d+/,
    bytes: () =>
      bytes(
        `2026-01-01 start\nloading\n${personRows(45)
          .map((row) => row.join(','))
          .join('\n')}\nfinished\n`,
      ),
  },
  {
    name: 'a path that leads out of an archive',
    path: 'out.zip',
    rule: 'archive-path',
    place: /^out\.zip › /,
    bytes: () =>
      makeZip([
        { name: '../../etc/cron.d/x', data: bytes('x') },
        { name: 'a.txt', data: bytes('结果') },
      ]),
  },
  {
    name: 'a bomb',
    path: 'bomb.zip',
    rule: 'archive-bomb',
    place: /^bomb\.zip › zeros\.txt$/,
    bytes: () => makeZip([{ name: 'zeros.txt', data: Buffer.alloc(8 * 1024 * 1024, 48) }]),
  },
  {
    name: 'identity numbers deep in archives',
    path: 'deep.zip',
    rule: 'identity-number',
    place: /^deep\.zip › inner\.tar › a\/ids\.csv, line 3/,
    bytes: () =>
      makeZip([
        {
          name: 'inner.tar',
          data: tar([{ name: 'a/ids.csv', data: csv(['k', 'v'], ['x', 1.5], [idNumber(3), 2.5]) }]),
        },
      ]),
  },
  {
    name: 'an encrypted archive',
    path: 'secret.zip',
    rule: 'encrypted',
    place: /^secret\.zip › a\.csv$/,
    bytes: () => makeZip([{ name: 'a.csv', data: bytes('abcdefgh'), as: 'encrypted' }]),
  },
  {
    name: 'a workbook that calls itself a picture',
    path: 'picture.png',
    rule: 'type-differs',
    place: /^picture\.png$/,
    bytes: () => book([sheet('结果', GOOD_ROWS)]),
  },
  {
    name: 'hexadecimal rows in JSON',
    path: 'metrics.json',
    rule: 'encoded-data',
    place: /^\$\.note$/,
    bytes: () => bytes(JSON.stringify({ auc: 0.81, note: bytes(rowsText()).toString('hex') })),
  },
  {
    name: 'statistics on too few persons',
    path: 'statistics.json',
    rule: 'output-persons',
    place: /^statistic 1 \(min-persons\)$/,
    bytes: () =>
      bytes(
        JSON.stringify({
          outputs: [
            {
              kind: 'frequency',
              cells: [
                { persons: 500, shown: 500 },
                { persons: 6, shown: 6 },
              ],
              total: false,
              rounding: 'none',
            },
          ],
        }),
      ),
  },
  {
    name: 'no word on what it is',
    path: 'silent.csv',
    rule: 'context-missing',
    place: /^context$/,
    context: null,
    bytes: () => csv(['地区', '人数'], ['浦东新区', 1250], ['徐汇区', 860]),
  },
  {
    name: 'identity numbers in Parquet',
    path: 'ids.parquet',
    rule: 'identity-number',
    place: /^row 1, column k$/,
    bytes: () => parquet(`SELECT '${idNumber(9)}' AS k, 2.5 AS v UNION ALL SELECT 'x', 3.5`),
  },
  {
    name: 'a small cell in Parquet',
    path: 'small.parquet',
    rule: 'small-count',
    place: /^row 2, column 人数$/,
    bytes: () => parquet(`SELECT * FROM (VALUES ('浦东新区', 1250), ('徐汇区', 4)) t("地区", "人数")`),
  },
]
