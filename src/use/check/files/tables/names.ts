/** What a column's name tells. */

const HYPER =
  /^n_(?:estimators|features|jobs|iter|splits|components|neighbors|clusters|classes|params|bins|leaves|trials|folds|layers|epochs)/i
const COUNT_EN =
  /^(?:n|cnt|counts?|freq|frequency|cases?|patients?|persons?|people|subjects?|visits|admissions|deaths|events|support|n_[a-z]\w*|num_[a-z]\w*|[a-z]\w*_(?:n|cnt|counts?|persons|patients|cases|visits|num))$/i
const COUNT_ZH =
  /(?:人数|人次|例数|频数|频次|件数|计数|样本量|样本数|病例数|患者数|参保数|就诊数|住院数|次数|户数|人口|人头)(?:[（(][^）)]*[）)])?$/
const NO_COUNT = /率|比|占|均|中位/

/** A column, or a row, of numbers of persons or events. */
export const isCountName = (name: string): boolean => {
  const text = name.trim()
  return (COUNT_EN.test(text) && !HYPER.test(text)) || (COUNT_ZH.test(text) && !NO_COUNT.test(text))
}

const OTHER_NUMBER =
  /gend|sex|type|flag|status|class|label|group|grade|quarter|week|decile|quintile|quartile|(?:^|_)bin$|性别|类型|类别|标志|等级|季|周|year|month|day|date|hour|age|code|(?:^|_)id$|(?:^|_)no$|rank|level|score|seed|epoch|fold|step|depth|iter|amt|amount|fee|cost|pay|price|sum|mean|avg|average|median|std|(?:^|_)sd|p\d+|q\d+|%|pct|percent|rate|ratio|share|value|param|auc|threshold|weight|coef|index|loss|time|days|bytes|size|width|min|max|lower|upper|^df$|^k$|^x$|^y$|年|月|日|岁|龄|编码|代码|编号|序号|排名|名次|级|费|金额|元|价|均|中位|分位|率|比|占|天|小时|分钟|得分|权重|系数|阈值|时间/i

/** A name that says that the numbers below it are no counts. */
export const isOtherNumber = (name: string): boolean =>
  name.trim() === '' || OTHER_NUMBER.test(name) || HYPER.test(name)

export const isShareName = (name: string): boolean =>
  /(?:^|_)(?:pct|percent|percentage|proportion|share|rate|prop)(?:$|_)|[%％]|占比|比例|百分比|率(?:[（(][^）)]*[）)])?$/i.test(
    name.trim(),
  )

export const isTotalName = (name: string): boolean =>
  /^(?:合计|总计|小计|总数|全部|总和|共计|total|all|overall|subtotal|grand total|sum)$/i.test(name.trim())

/** Parameters of training have bounds in their names. */
const BOUND =
  /^(?:min|max)_(?:samples|depth|features|leaf|leaves|iter|child|bins?|weight|impurity|df|length|epochs|estimators|delta|tokens)/i

export const isExtremeName = (name: string): boolean =>
  (/^(?:min|max|minimum|maximum|range|lowest|highest|(?:min|max)_\w+|\w+_(?:min|max))$/i.test(name.trim()) &&
    !BOUND.test(name.trim())) ||
  /最小值|最大值|最高值|最低值|极值|最高费用|最低费用|最大金额|最小金额|极差/.test(name)

export const isAmountName = (name: string): boolean =>
  /(?:amt|amount|fee|cost|pay|price|sum|total)|费|金额|元|支出|基金/i.test(name)

/** Columns that identify by their name alone, whatever a project says. A bare `name` or `id` may be a variable's. */
const IDENTIFYING =
  /^(?:psn_no|psn_id|certno|cert_no|mdtrt_cert_no|id_?card|id_?number|passport|身份证(?:号码?|号)?|公民身份号码|证件号码?|psn_name|patn_name|patient_name|person_name|insured_name|姓名|患者姓名|参保人姓名|个人编号|人员编号|参保号|医保号|病案号|住院号|门诊号|手机号?码?|电话|联系电话|tel|mobile|phone|e_?mail|邮箱|addr|address|住址|地址|家庭住址|联系地址|bank_?card|bankacct|account_no|银行卡号|mdtrt_id|setl_id|init_setl_id|ipt_otp_no|medrcdno|rid|person_id|patient_id|member_id|insured_id|claim_id|desynpuf_id|bene_id|pseudonym|化名)$/i

export const isIdentifyingName = (name: string, own: readonly string[]): boolean => {
  const text = name.trim().toLowerCase()
  return IDENTIFYING.test(text) || own.some((one) => one.toLowerCase() === text)
}

/** Codes of institutions, drugs and diagnoses are long numbers too, and stand for no person. */
export const isCodeName = (name: string): boolean =>
  /medins|hosp|institution|(?:^|_)org|uscc|(?:_|^)codg?$|_codg_|机构|医院|药店|单位|编码|代码/i.test(
    name.trim(),
  )

export const isNameColumn = (name: string): boolean =>
  /姓名|^(?:name|full_?name|alis|patient|insured|person)$|_name$/i.test(name.trim())
export const isPhoneColumn = (name: string): boolean => /tel|mob|phone|手机|电话/i.test(name)
export const isAddressColumn = (name: string): boolean => /addr|地址|住址/i.test(name)
export const isBirthColumn = (name: string): boolean =>
  /^(?:brdy|birth\w*|bene_birth_dt|dob|出生日期|生日)$/i.test(name.trim())

/** What tells of a person: kinds of columns that together describe one. */
const QUASI: readonly [string, RegExp][] = [
  ['birth', /^(?:brdy|birth\w*|dob|出生\S*)$/i],
  ['age', /^(?:age|年龄)$/i],
  ['sex', /^(?:gend|gender|sex|性别)$/i],
  ['region', /admdvs|admvs|region|city|county|district|poolarea|区划|地区|区县|住址/i],
  ['diagnosis', /diag|disease|icd|dise_|诊断|病种/i],
  ['date', /(?:date|time|_ym)$|^(?:begn|end|adm|dscg)\w*|日期$|时间$/i],
  ['type', /^(?:insutype|psn_type|med_type|险种|人员类别)$/i],
  ['amount', /amt|fee|cost|pay|金额|费用/i],
  [
    'prediction',
    /^(?:y|y_?true|y_?pred|y_?prob\w*|y_?score|label|pred\w*|proba?\w*|score|actual|target|真实值|预测\S*)$/i,
  ],
]

export const quasiKind = (name: string): string | null =>
  QUASI.find(([, test]) => test.test(name.trim()))?.[0] ?? null
