import type { ErrorText } from './text.ts'

export const supplyErrors = {
  IMPORT_EMPTY: {
    status: 422,
    zh: '文件“{file}”没有内容。请检查导出是否完成，重新上传带表头的 CSV 文件。',
    en: 'File "{file}" is empty. Check that the export finished and supply a CSV file with a header.',
  },
  IMPORT_NO_HEADER: {
    status: 422,
    zh: '文件“{file}”第 1 行不像表头（第 {position} 列像数据）。请在首行写上列名后重试。',
    en: 'Line 1 of "{file}" is not a header (column {position} looks like data). Put the column names into line 1.',
  },
  IMPORT_COLUMN_UNNAMED: {
    status: 422,
    zh: '文件“{file}”第 1 行第 {position} 列没有列名。请补上列名，或去掉该列。',
    en: 'Line 1 of "{file}": column {position} has no name. Name it or remove the column.',
  },
  IMPORT_COLUMN_DUPLICATE: {
    status: 422,
    zh: '文件“{file}”第 1 行的列名“{column}”重复（第 {first} 列与第 {second} 列；不区分大小写）。请改名。',
    en: 'Line 1 of "{file}": column name "{column}" occurs twice (columns {first} and {second}, case ignored). Rename one.',
  },
  IMPORT_COLUMN_NAME: {
    status: 422,
    zh: '文件“{file}”第 1 行的列名“{column}”不可用：列名或列数超过 {max}、含控制字符，或为系统保留名 __insured。',
    en: 'Line 1 of "{file}": column "{column}" cannot be used: more than {max}, a control character, or the reserved __insured.',
  },
  IMPORT_RAGGED: {
    status: 422,
    zh: '文件“{file}”第 {line} 行有 {found} 列，表头有 {expected} 列。请补齐或删除多余的分隔符；含逗号的内容要用双引号括起。',
    en: 'Line {line} of "{file}" has {found} fields, the header has {expected}. Fix the delimiters; quote fields with commas.',
  },
  IMPORT_BLANK_LINE: {
    status: 422,
    zh: '文件“{file}”第 {line} 行是空行。请删除空行；只有一列的表，空值请写成 ""。',
    en: 'Line {line} of "{file}" is empty. Remove it; in a table of one column write "" for an empty value.',
  },
  IMPORT_QUOTE: {
    status: 422,
    zh: '文件“{file}”第 {line} 行第 {column} 列的双引号位置不对。含引号的内容要整体用双引号括起，内部引号写成两个。',
    en: 'Line {line} of "{file}", field {column}: misplaced quote. Quote the whole field and double the quotes inside it.',
  },
  IMPORT_QUOTE_OPEN: {
    status: 422,
    zh: '文件“{file}”第 {line} 行开始的双引号到文件末尾都没有结束。请补上结束引号；文件也可能被截断。',
    en: 'The quote opened in line {line} of "{file}" is never closed. Close it; the file may also be cut off.',
  },
  IMPORT_LINE_END: {
    status: 422,
    zh: '文件“{file}”第 {line} 行有单独的回车符（CR）。换行请用 LF 或 CRLF；内容中的回车要用双引号括起。',
    en: 'Line {line} of "{file}" has a lone carriage return. End lines with LF or CRLF; quote a field that holds one.',
  },
  IMPORT_LINE_TOO_LONG: {
    status: 422,
    zh: '文件“{file}”第 {line} 行超过 {max} 字节。多半是引号没有结束或不是 CSV 文件；确需更长请调整 imports.maxLineBytes。',
    en: 'Line {line} of "{file}" is longer than {max} bytes: an open quote, or no CSV file. Or raise imports.maxLineBytes.',
  },
  IMPORT_BINARY: {
    status: 415,
    zh: '文件“{file}”不是文本文件（第 {line} 行，像 {format}）。请导出为 UTF-8 编码的 CSV。',
    en: 'File "{file}" is not a text file (line {line}, looks like {format}). Export it as CSV in UTF-8.',
  },
  IMPORT_ENCODING: {
    status: 415,
    zh: '文件“{file}”第 {line} 行不是 UTF-8 编码（像 {encoding}）。是 GB18030（含 GBK）请在导入时选编码 gb18030，否则请另存为 UTF-8。',
    en: 'Line {line} of "{file}" is not UTF-8 (looks like {encoding}). Choose encoding gb18030 for the import if it is GB18030 or GBK, else save it as UTF-8.',
  },
  IMPORT_ENCODING_STATED: {
    status: 415,
    zh: '文件“{file}”标为 {stated}，内容却是 {encoding}。请把导入的编码改为 {encoding}，以免读成乱码。',
    en: 'File "{file}" is said to be {stated}, but its content is {encoding}. Choose encoding {encoding} for the import.',
  },
  IMPORT_ENCODING_BYTES: {
    status: 415,
    zh: '文件“{file}”第 {line} 行（第 {offset} 字节处）不是确定可读的 {encoding}：序列无效，或是各家含义不同的专用区字符。请在源头改正。',
    en: 'Line {line} of "{file}" (byte {offset}) is not certain {encoding}: invalid, or a private-use character. Mend it at its source.',
  },
  IMPORT_FORMAT_DIFFERS: {
    status: 415,
    zh: '文件“{file}”的扩展名是 {extension}，内容却是 {format}。请改成相符的扩展名，或重新导出。',
    en: 'File "{file}" is named {extension}, but its content is {format}. Rename it, or export it again.',
  },
  IMPORT_JSON_LINE: {
    status: 422,
    zh: '文件“{file}”第 {line} 行不是一个完整的 JSON 对象（每行一个对象，同名只出现一次，最多 4096 个名称）。请按 JSON Lines 导出。',
    en: 'Line {line} of "{file}" is not one JSON object (one a line, each name once, at most 4096 names). Export it as JSON lines.',
  },
  IMPORT_NESTED: {
    status: 422,
    zh: '文件“{file}”第 {line} 行，“{column}”的值是嵌套的（{type}）。表格只收平面的值，请先展开成多列或另一张表。',
    en: 'Line {line} of "{file}": the value of "{column}" is nested ({type}). Tables hold flat values: spread it into columns or a table.',
  },
  IMPORT_ARCHIVE: {
    status: 422,
    zh: '压缩文件“{file}”已损坏、被截断、加了密码，或用了不支持的压缩方式。请重新压缩（gzip 或普通 zip）后上传。',
    en: 'Packed file "{file}" is damaged, cut off, encrypted, or packed in an unknown way. Pack it again as gzip or plain zip.',
  },
  IMPORT_ARCHIVE_FILES: {
    status: 422,
    zh: '压缩文件“{file}”里须恰好有一个表格文件（现有 {count} 个可用；不能再套压缩文件）。请分别压缩后上传。',
    en: 'Packed file "{file}" must hold exactly one table file ({count} found; none packed again). Pack each file by itself.',
  },
  IMPORT_BOMB: {
    status: 413,
    zh: '压缩文件“{file}”展开后超过 {max} 字节或 {ratio} 倍，已停止。确需更大请调整 imports.maxUnpackedBytes 或 imports.maxUnpackRatio。',
    en: 'Packed file "{file}" unfolds beyond {max} bytes or {ratio} times its size. Raise imports.maxUnpackedBytes or imports.maxUnpackRatio if it is meant.',
  },
  IMPORT_XLSX: {
    status: 422,
    zh: '文件“{file}”不是完好的 xlsx 工作簿。请用表格软件另存为 xlsx，或导出为 CSV。',
    en: 'File "{file}" is not a sound xlsx workbook. Save it again as xlsx, or export it as CSV.',
  },
  IMPORT_XLSX_LARGE: {
    status: 413,
    zh: '工作簿“{file}”的文字超过 {max} 字。请导出为 CSV 后上传。',
    en: 'Workbook "{file}" holds more than {max} characters of text. Export it as CSV.',
  },
  IMPORT_SHEET: {
    status: 422,
    zh: '工作簿“{file}”有这些工作表：{sheets}。请在导入时写明用哪一张。',
    en: 'Workbook "{file}" has these sheets: {sheets}. Name the one to import.',
  },
  IMPORT_CELL: {
    status: 422,
    zh: '工作簿“{file}”的单元格 {cell} 不能照原样导入：{what}。请改为普通的值（长号码用文本格式）后重试。',
    en: 'Cell {cell} of "{file}" cannot be taken as it is shown: {what}. Make it a plain value (long numbers as text).',
  },
  IMPORT_PARQUET: {
    status: 422,
    zh: 'Parquet 文件“{file}”已损坏、加了密，或用了不支持的写法。请重新导出。',
    en: 'Parquet file "{file}" is damaged, encrypted, or written in an unknown way. Export it again.',
  },
  IMPORT_HEADER_DIFFERS: {
    status: 422,
    zh: '文件“{file}”的表头与“{first}”不同（第 {position} 列）。同一版本的各个文件须列名、顺序一致。',
    en: 'The header of "{file}" differs from that of "{first}" (column {position}). All files of a version need the same.',
  },
  IMPORT_TYPE: {
    status: 422,
    zh: '文件“{file}”第 {line} 行，列“{column}”的值不符合登记的类型 {type}。请改正数据，或修改登记的类型。',
    en: 'Line {line} of "{file}": the value in column "{column}" does not fit the declared type {type}. Fix one of them.',
  },
  IMPORT_TYPE_UNKNOWN: {
    status: 400,
    zh: '列“{column}”登记的类型 {type} 不可用。可用：VARCHAR、BIGINT、DECIMAL(p,s)、DATE、TIMESTAMP。',
    en: 'Declared type {type} of column "{column}" cannot be used. Use VARCHAR, BIGINT, DECIMAL(p,s), DATE or TIMESTAMP.',
  },
  IMPORT_INSURED_COLUMN: {
    status: 422,
    zh: '文件“{file}”没有登记的参保人列“{column}”。现有列：{columns}。',
    en: 'File "{file}" has no insured column "{column}". Its columns: {columns}.',
  },
  IMPORT_SOURCE_MISSING: {
    status: 404,
    zh: '没有找到要导入的文件“{file}”。请先上传；从投放文件夹导入的，请核对绝对路径，文件须在运维设置的投放文件夹之内。',
    en: 'File "{file}" to be imported was not found. Upload it first; for an import from a drop folder check the absolute path, and that it lies in a folder that operations set.',
  },
  IMPORT_SOURCE_CHANGED: {
    status: 409,
    zh: '文件“{file}”在导入过程中被改动。请等写入完成后重新导入。',
    en: 'File "{file}" changed during the import. Import again when it is complete.',
  },
  IMPORT_NO_FILES: {
    status: 400,
    zh: '文件夹“{folder}”里没有 CSV 文件。',
    en: 'There is no CSV file in folder "{folder}".',
  },
  IMPORT_NO_SPACE: {
    status: 507,
    zh: '磁盘空间不足，导入“{file}”未完成，已清理中间文件。请腾出空间后重试。',
    en: 'No space left on the disk: "{file}" was not imported and nothing of it was kept. Free space and try again.',
  },
  IMPORT_COUNTS_DIFFER: {
    status: 500,
    zh: '文件“{file}”复核不一致：读到 {scanned} 行，落地 {landed} 行，退回 {rejected} 行。未生成版本，请把文件交给运维排查。',
    en: 'Counts of "{file}" differ: {scanned} read, {landed} landed, {rejected} rejected. No version was made; report it.',
  },
  IMPORT_FAILED: {
    status: 500,
    zh: '导入“{file}”失败：{why}。没有留下不完整的版本，可以重试。',
    en: 'Import of "{file}" failed: {why}. No incomplete version was left; it can be repeated.',
  },
  IMPORT_UPLOAD_CUT: {
    status: 400,
    zh: '文件“{file}”上传中断，只收到 {bytes} 字节。请重新上传。',
    en: 'The upload of "{file}" was cut off after {bytes} bytes. Upload it again.',
  },
  IMPORT_UPLOAD_LIMIT: {
    status: 413,
    zh: '文件“{file}”超过单个文件上限 {max} 字节。请拆分后上传，或用文件夹导入。',
    en: 'File "{file}" is larger than the limit of {max} bytes. Split it, or import it from a folder.',
  },
  UPLOAD_OFFSET: {
    status: 409,
    zh: '文件“{file}”已收到 {received} 字节，下一段须从这里开始。请先查询进度再续传。',
    en: '{received} bytes of "{file}" are received: the next piece must begin there. Ask how far the upload is, then go on.',
  },
  UPLOAD_BUSY: {
    status: 409,
    zh: '文件“{file}”的另一段正在上传。请等它结束再续传。',
    en: 'Another piece of "{file}" is being uploaded. Wait until it is done, then go on.',
  },
  UPLOAD_HASH: {
    status: 422,
    zh: '文件“{file}”收到的内容与声明的摘要值不同，已丢弃。请重新上传。',
    en: 'What was received of "{file}" does not have the digest that was said, and was dropped. Upload it again.',
  },
  DERIVED_INSURED: {
    status: 422,
    zh: '“{what}”的处理结果与参保人登记不符（缺少编号，或编号不在登记中）。未生成版本；请重新处理，再次出现请交给运维。',
    en: 'The treated data of "{what}" does not fit the register of insured persons. No version was made; treat it again.',
  },
  INSURED_KEY_MISSING: {
    status: 503,
    zh: '参保人编号密钥与登记不符或缺失（{path}）。请从备份恢复该密钥；更换密钥会使同一人得到两个编号。',
    en: 'The key of the insured numbers is missing or another one ({path}). Restore it from the backup; do not replace it.',
  },
  INSURED_NUMBERS_USED_UP: {
    status: 507,
    zh: '参保人编号已用尽（32 位）。请联系运维。',
    en: 'The 32-bit numbers of insured persons are used up. Ask the operator of the space.',
  },
  DATASET_CODE_TAKEN: {
    status: 409,
    zh: '本机构已有编码为“{code}”的数据资源。请换一个编码，或在原资源下导入新版本。',
    en: 'Your body already has a dataset with code "{code}". Choose another, or import a new version of it.',
  },
  ZONE_CODE_TAKEN: {
    status: 409,
    zh: '专区编码“{code}”已被使用。请换一个编码。',
    en: 'Zone code "{code}" is taken. Choose another.',
  },
  PRODUCT_CODE_TAKEN: {
    status: 409,
    zh: '本机构已有编码为“{code}”的数据产品。请换一个编码。',
    en: 'Your body already has a product with code "{code}". Choose another.',
  },
  NOT_OWNER: {
    status: 403,
    zh: '只有提供方自己能修改{what}。',
    en: 'Only the providing body itself may change {what}.',
  },
  PRODUCT_TABLE_NAME: {
    status: 400,
    zh: '产品中的表名“{name}”重复或不合规。表名用小写字母、数字和下划线，以字母开头，且不重复。',
    en: 'Table name "{name}" of the product is repeated or not allowed: a-z, 0-9, _ and a letter first; each name once.',
  },
  PRODUCT_STATE: {
    status: 409,
    zh: '产品当前状态为“{state}”，不能{wish}。',
    en: 'The product is {state}; it cannot be changed so: {wish}.',
  },
} as const satisfies Record<string, ErrorText>
