/** Why a file cannot be cleaned, and so is not given. */
export const REFUSALS = [
  'type',
  'encrypted',
  'damaged',
  'too_large',
  'too_long',
  'macro',
  'embedded',
  'form',
  'picture',
  'filter',
  'doctype',
  'name',
  'infected',
  'mentions',
] as const
export type Refused = (typeof REFUSALS)[number]

export class Refusal extends Error {
  readonly why: Refused

  constructor(why: Refused) {
    super(`cannot be cleaned: ${why}`)
    this.why = why
  }
}

/** In words, for whoever gives a file that is refused. */
export const REFUSED_WORDS: Readonly<Record<Refused, readonly [zh: string, en: string]>> = {
  type: ['不支持的文件类型', 'its kind is not supported'],
  encrypted: ['文件已加密', 'it is encrypted'],
  damaged: ['文件损坏或结构异常', 'it is damaged or oddly built'],
  too_large: ['文件太大', 'it is too large'],
  too_long: ['处理时间太长', 'it takes too long'],
  macro: ['含有宏', 'it has macros'],
  embedded: ['含有附件或嵌入对象', 'it has attachments or embedded objects'],
  form: ['含有表单、图章或批注图形', 'it has forms, stamps or drawn notes'],
  picture: ['含有不能清除的图片', 'it has a picture that cannot be cleaned'],
  filter: ['含有不能解开的内容', 'it has parts that cannot be unpacked'],
  doctype: ['含有外部定义', 'it has outside definitions'],
  name: ['文件内的名称透露身份', 'names within it tell who made it'],
  infected: ['含有病毒', 'it has a virus'],
  mentions: ['含有大量个人信息', 'it names a great many people'],
}
