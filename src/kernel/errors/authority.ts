import type { ErrorText } from './text.ts'

/** Authority to operate public data, and the assessment before use. */
export const authorityErrors = {
  AUTHORITY_TERM: {
    status: 422,
    zh: '授权期限须在将来，且结束晚于开始。请更正日期后重试。',
    en: 'The term must end in the future and after it begins. Correct the dates.',
  },
  AUTHORITY_GRANTEE: {
    status: 422,
    zh: '不能授权给本机构自己。请选择另一家机构。',
    en: 'A body cannot grant an authority to itself. Choose another body.',
  },
  AUTHORITY_NOT_YOURS: {
    status: 403,
    zh: '该授权不属于本机构，只有被授权方能往下授权，只有上级能撤回。请联系持有该授权的机构。',
    en: 'This link is not yours: its grantee alone extends it, bodies above it withdraw it. Ask the body that holds it.',
  },
  AUTHORITY_NOT_OWN_DATA: {
    status: 403,
    zh: '授权链须由数据所属的实施机构开始；所选范围里有其他机构的数据。请去掉，或由该机构授权。',
    en: 'A chain begins with the body whose data it is, and the scope holds data of others. Take them out, or ask that body.',
  },
  AUTHORITY_BEYOND: {
    status: 422,
    zh: '下级授权不能超出上级：{whyZh}。请缩小范围后重试。',
    en: 'A link cannot promise more than the one above: {why}. Narrow it and try again.',
  },
  AUTHORITY_DEPTH: {
    status: 422,
    zh: '授权链最多 {levels} 级，不能再往下授权。请由上级机构直接授权。',
    en: 'A chain has at most {levels} links and goes no further. Ask a body above to grant it directly.',
  },
  AUTHORITY_STATE: {
    status: 409,
    zh: '授权目前不能这样处理：{stateZh}。请刷新后查看授权链。',
    en: 'The authority does not allow this now: {state}. Reload and look at the chain.',
  },
  AUTHORITY_DOCUMENT_TYPE: {
    status: 422,
    zh: '“{file}”不是 PDF、PNG 或 JPEG 文件。请换成其中一种格式再上传。',
    en: '"{file}" is no PDF, PNG or JPEG. Upload it in one of these formats.',
  },
  AUTHORITY_DOCUMENT_SIZE: {
    status: 413,
    zh: '文件超过 {mib} MiB。请压缩或拆分后再上传。',
    en: 'The file is larger than {mib} MiB. Make it smaller or split it.',
  },
  AUTHORITY_DOCUMENTS: {
    status: 409,
    zh: '该授权已有 {max} 份文件，不能再加。请合并文件后重新签授权。',
    en: 'This link has {max} documents already and takes no more. Join files into one.',
  },
  AUTHORITY_DOCUMENT_CHANGED: {
    status: 409,
    zh: '文件“{file}”与登记的指纹不符，可能已被改动或丢失，不予提供。请从备份恢复。',
    en: 'The file "{file}" no longer matches its recorded hash and is not served. Restore it from a backup.',
  },
} as const satisfies Record<string, ErrorText>
