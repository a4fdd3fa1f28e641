import type { ErrorText } from './text.ts'

export const catalogErrors = {
  ZONE_NOT_KEEPER: {
    status: 403,
    zh: '只有专区“{zone}”的管理员能做这件事。请联系开设专区的机构。',
    en: 'Only keepers of zone "{zone}" may do this. Ask the body that opened the zone.',
  },
  ZONE_NOT_CONTRIBUTOR: {
    status: 403,
    zh: '专区“{zone}”只收成员登记的数据资源。请让专区管理员把本机构加为贡献者，或登记到别的专区。',
    en: 'Zone "{zone}" takes datasets of its contributors alone. Ask a keeper to add your body, or choose another zone.',
  },
  ZONE_MEMBER_UNKNOWN: {
    status: 404,
    zh: '没有名为“{name}”的机构或用户。请核对后重试。',
    en: 'There is no body or user "{name}". Check the name.',
  },
  ZONE_MIN_GROUP: {
    status: 422,
    zh: '该产品所在专区要求最小人数不低于 {floor}，要约写的是 {found}。请调高后重试。',
    en: 'The zone of this product asks for a minimum group of at least {floor}; the offer says {found}. Raise it.',
  },
  ZONE_PURPOSE: {
    status: 422,
    zh: '该产品所在专区不允许用途“{purpose}”，允许的是：{allowed}。请去掉不允许的用途。',
    en: 'The zone of this product does not allow purpose "{purpose}", only: {allowed}. Take the others out.',
  },
  ZONE_GRADE_MISSING: {
    status: 422,
    zh: '该产品所在专区要求先按方案“{scheme}”分级。请完成分级后再开放要约。',
    en: 'The zone of this product asks for grading by scheme "{scheme}" first. Grade its tables, then offer it.',
  },
  DCAT_CONTEXT_UNKNOWN: {
    status: 422,
    zh: '目录引用了本空间不认识的 JSON-LD 上下文“{context}”。系统不会到外部取上下文，请把上下文内联后再导入。',
    en: 'The catalogue refers to the JSON-LD context "{context}", which is not known here and never fetched. Inline it.',
  },
  DCAT_FEATURE: {
    status: 422,
    zh: '目录在“{pointer}”使用了不支持的 JSON-LD 写法“{feature}”。请换成展开式或常用的紧凑式后再导入。',
    en: 'At "{pointer}" the catalogue uses "{feature}" of JSON-LD, which is not taken. Use the expanded or a plain form.',
  },
  DCAT_INVALID: {
    status: 422,
    zh: '目录有 {count} 处不合要求，第一处在“{pointer}”：{why}。没有导入任何条目，请改正后重试。',
    en: '{count} places of the catalogue do not fit, the first at "{pointer}": {why}. Nothing was taken in; mend and retry.',
  },
  DCAT_EMPTY: {
    status: 422,
    zh: '文档里没有 dcat:Dataset。请提供 DCAT 目录或数据集的 JSON-LD。',
    en: 'The document holds no dcat:Dataset. Supply a DCAT catalogue or dataset as JSON-LD.',
  },
} as const satisfies Record<string, ErrorText>
