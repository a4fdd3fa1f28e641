import type { ErrorText } from './text.ts'

export const treatErrors = {
  STANDARD_TABLE_UNKNOWN: {
    status: 404,
    zh: '标准库中没有“{name}”这张表。请在“标准”页面查看可用的国家表与公共登记表。',
    en: 'The standard has no table "{name}". See the page Standard for the national tables and registers.',
  },
  STANDARD_CHANGED: {
    status: 409,
    zh: '“{what}”刚被他人修改。请刷新后核对差异，再提交。',
    en: 'Somebody else has just changed "{what}". Load it again, look at the difference, and submit anew.',
  },
  NOT_OPERATOR: {
    status: 403,
    zh: '字典与数据元由运营方统一维护。请把更正意见交给运营方。',
    en: 'Dictionaries and data elements are kept by the operator of the space. Send the correction to the operator.',
  },
  DICTIONARY_TEXT: {
    status: 422,
    zh: '字典文件第 {line} 行不可用：{why}。请按表头 code,zh,en,synonyms,from,until,mark 改正。',
    en: 'Line {line} of the dictionary cannot be used: {why}. Follow the header code,zh,en,synonyms,from,until,mark.',
  },
  DICTIONARY_AMBIGUOUS: {
    status: 422,
    zh: '“{word}”在字典中指向两个代码。一个代码只写一次，一个同义词只归一个代码。',
    en: '"{word}" stands for two codes. Write each code once and give each synonym to one code only.',
  },
  DICTIONARY_SAME: {
    status: 409,
    zh: '字典“{code}”与现行版本完全相同，没有生成新版本。',
    en: 'Dictionary "{code}" is the same as its present version; no new version was made.',
  },
  ELEMENT_SOURCE: {
    status: 422,
    zh: '{table}.{column} 不承载数据元“{element}”，不能作为其权威来源。请从该数据元的列中选择。',
    en: '{table}.{column} does not carry the data element "{element}". Choose one of the columns of this element.',
  },
  RULE_FUNCTION_UNKNOWN: {
    status: 422,
    zh: '规则中没有名为“{name}”的函数。请改用规则说明中列出的函数。',
    en: 'There is no function "{name}" in rules. Use one of those that the description of rules lists.',
  },
  RULE_ARGUMENTS: {
    status: 422,
    zh: '函数“{name}”的参数不符：应为 {expects}。请检查参数的个数与类型。',
    en: 'The arguments of "{name}" do not fit: it takes {expects}. Check their number and types.',
  },
  RULE_NOT_BOOLEAN: {
    status: 422,
    zh: '规则“{rule}”的条件不是判断式。请用比较或判断函数写成“成立/不成立”。',
    en: 'The statement of rule "{rule}" is neither true nor false. Write it with a comparison.',
  },
  RULE_TOO_LARGE: {
    status: 422,
    zh: '算式“{name}”的结果可能超过 {digits} 位数字。请减少相乘的项。',
    en: 'The result of "{name}" could have more than {digits} digits. Multiply fewer terms.',
  },
  RULE_SETTING_UNKNOWN: {
    status: 422,
    zh: '规则用到的设置“{name}”没有给出。请在治理方案中填写它的值。',
    en: 'The setting "{name}" of a rule has no value. Give it one in the treatment.',
  },
  RULE_COLUMN_UNKNOWN: {
    status: 422,
    zh: '表“{table}”没有列“{column}”。请使用国家标准表的列名。',
    en: 'Table "{table}" has no column "{column}". Use the column names of the national table.',
  },
  RULE_PATTERN_INVALID: {
    status: 422,
    zh: '“{pattern}”不是可用的正则表达式。请修改（不支持前后查找与反向引用）。',
    en: '"{pattern}" is not a usable regular expression. Change it; look-around and back references are not supported.',
  },
  GRADE_LEVEL_UNKNOWN: {
    status: 422,
    zh: '方案 {scheme} 中没有级别“{level}”。可用级别：{known}。',
    en: 'Scheme {scheme} has no level "{level}". Its levels: {known}.',
  },
  GRADE_COLUMN_UNKNOWN: {
    status: 422,
    zh: '数据资源的最新版本中没有列“{column}”。请刷新页面后重新分级。',
    en: 'The latest version of the dataset has no column "{column}". Reload the page and grade again.',
  },
  GRADE_SCHEME_KIND: {
    status: 422,
    zh: '分级方案 {scheme} 不适用于这里：列分级与整个数据资源的分级使用不同的方案。请换一个方案。',
    en: 'Scheme {scheme} is not for this: columns and whole datasets are graded by different schemes. Choose another.',
  },
  GRADE_SCHEME_VERSION: {
    status: 409,
    zh: '分级方案 {scheme} 的下一个版本号是 {next}。请改用该版本号。',
    en: 'The next version of scheme {scheme} is {next}. Use that number.',
  },
  GRADE_NO_VERSION: {
    status: 409,
    zh: '数据资源还没有版本。请先导入数据。',
    en: 'The dataset has no version yet. Import data first.',
  },
  DEID_COLUMN_UNKNOWN: {
    status: 422,
    zh: '去标识化方案提到的列“{column}”不在数据里。请从方案中去掉它，或改名。',
    en: 'The profile names column "{column}", which the data do not have. Remove it from the profile or rename it.',
  },
  DEID_DIRECT: {
    status: 422,
    zh: '列“{column}”是直接标识符，不能用“{kind}”；只能改为假名或删除。若它不是直接标识符，请先在分级页面更正。',
    en: 'Column "{column}" is a direct identifier: {kind} is not possible, only a pseudonym or removal. Or correct its grade.',
  },
  DEID_TYPE: {
    status: 422,
    zh: '列“{column}”的类型是 {type}，不能用“{kind}”。请换一种处理。',
    en: 'Column "{column}" has type {type}: {kind} does not fit. Choose another transformation.',
  },
  DEID_NO_PERSON: {
    status: 422,
    zh: '该数据资源没有参保人列，列“{column}”不能用“{kind}”。请换一种处理，或登记参保人列。',
    en: 'The dataset has no insured column, so {kind} of column "{column}" is not possible. Choose another, or declare it.',
  },
  DEID_NO_QUASI: {
    status: 422,
    zh: '方案保留了准标识符“{column}”等列，却没有选定用哪些列衡量风险。请至少选一列。',
    en: 'The profile keeps quasi-identifiers such as "{column}" but names none to measure risk by. Choose at least one.',
  },
  DEID_REGISTER: {
    status: 422,
    zh: '{dataset} 指定的人员登记表不可用：须属于同一机构、同一编号体系，且已有版本。请另选登记表。',
    en: 'The register named for {dataset} cannot be used: it must be of the same body and insured system, with a version.',
  },
  DEID_NOTHING_TO_SEARCH: {
    status: 422,
    zh: '没有可以放宽的准标识符：请先在方案中选定衡量风险的列。',
    en: 'There is no quasi-identifier to generalise: choose the columns to measure risk by first.',
  },
  DEID_SEARCH_TOO_LARGE: {
    status: 422,
    zh: '可能的组合有 {nodes} 种，超过 {most} 种。请减少衡量风险的列。',
    en: 'There are {nodes} combinations, more than {most}. Choose fewer columns to measure risk by.',
  },
  PREPARE_NOTHING: {
    status: 409,
    zh: '该项目没有生效的合约，没有可以准备的表。',
    en: 'The project has no contract in force: there is no table to prepare.',
  },
  PREPARE_NO_PROFILE: {
    status: 409,
    zh: '表“{table}”还没有去标识化方案。请联系提供方先保存方案。',
    en: 'Table "{table}" has no de-identification profile yet. Ask its provider to save one.',
  },
  PREPARE_RISK: {
    status: 409,
    zh: '表“{table}”未达到分级门槛，没有生成：最小等价类 {k}（要求 {minK}），最高重识别风险 {risk}（上限 {maxRisk}）。请提供方加强泛化或抑制。',
    en: 'Table "{table}" misses the threshold and was not made: k {k} (needs {minK}), risk {risk} (at most {maxRisk}). Generalise more.',
  },
  PREPARE_STOPPED: {
    status: 409,
    zh: '表“{table}”的合约在准备期间已停止，没有生成。合约恢复后请重新准备。',
    en: 'The contract of table "{table}" was stopped meanwhile; nothing was made. Prepare again when it is in force.',
  },
  PROJECT_KEY_BROKEN: {
    status: 503,
    zh: '项目 {project} 的密钥文件损坏或可被他人读取。请联系系统管理员从备份恢复。',
    en: 'The key of project {project} is damaged or can be read by others. Ask the administrator to restore it.',
  },
  MAPPING_WRONG: {
    status: 422,
    zh: '映射在 {where} 处不能执行：{whyZh}。请按提示修改后再运行。',
    en: 'The mapping cannot be run at {where}: {whyEn}. Mend it as told and run it again.',
  },
  MAPPING_TARGET: {
    status: 409,
    zh: '映射“{what}”的目标数据资源与来源的参保人标识不一致（{column}）。请映射 psn_no 或 certno，来源须属同一标识体系，或换一个编码。',
    en: 'The target dataset of "{what}" and its sources name insured persons differently ({column}). Map psn_no or certno from sources of one identity system, or choose another code.',
  },
  MAPPING_SET_UNKNOWN: {
    status: 404,
    zh: '没有随程序提供的映射集“{name}”。请在映射页面查看可用的映射集。',
    en: 'There is no shipped mapping set "{name}". See the page Mapping for those that there are.',
  },
  LEGAL_NOT_ANONYMOUS: {
    status: 422,
    zh: '表 {table} 的列“{column}”仍指向个人，不能称为“匿名化”。请改为“去标识化”，或只留汇总数据。',
    en: 'Column "{column}" of table {table} still points at persons: it is not anonymised. State de-identified instead.',
  },
  PRODUCT_NOT_ASSESSED: {
    status: 409,
    zh: '产品含个人信息，须先记录结论为可接受的个人信息保护影响评估，才能上架。请在产品页面填写。',
    en: 'The product holds personal data: record an impact assessment with an acceptable conclusion on its page first.',
  },
  REPAIR_NOTHING: {
    status: 409,
    zh: '治理方案没有绑定任何可修正的表。请先绑定至少一张本机构的表，并导入数据。',
    en: 'The treatment binds no table that can be repaired. Bind at least one of your own tables and import data.',
  },
  REPAIR_DECIDED: {
    status: 409,
    zh: '这组修正建议已经处理过。请刷新页面查看结论。',
    en: 'This group of proposals has been decided already. Load the page again to see how.',
  },
  REPAIR_NOT_DECIDED: {
    status: 409,
    zh: '还没有批准任何修正建议。请先逐组批准，再应用。',
    en: 'No proposal has been approved yet. Approve at least one group, then apply.',
  },
  REPAIR_BASE_OLD: {
    status: 409,
    zh: '数据在此期间有了新版本，建议不再适用。请对新版本重新运行修正。',
    en: 'A newer version of the data came meanwhile, so the proposals no longer fit. Repair the new version.',
  },
  RULE_TAKEN: {
    status: 409,
    zh: '已有编号为“{rule}”的规则。请换一个编号，或先停用原规则。',
    en: 'There is a rule "{rule}" already. Choose another id, or retire that one first.',
  },
  REFERENCE_NOT_GRANTED: {
    status: 403,
    zh: '“{what}”属于其他主体，尚未授予引用。请其数据专员在“引用授权”中授予后重试。',
    en: '"{what}" belongs to another body that has not granted its use as a reference. Ask its data officer for a grant.',
  },
  REFERENCE_GRANTED: {
    status: 409,
    zh: '“{what}”已授予该主体引用，无需重复授予。',
    en: '"{what}" is granted to that body already; there is nothing to do.',
  },
  QUALITY_NOTHING: {
    status: 409,
    zh: '治理方案所绑定的数据资源还没有任何版本。请先导入数据，再检查。',
    en: 'No dataset of the treatment has a version yet. Land data first, then check.',
  },
  QUALITY_VERSION: {
    status: 404,
    zh: '表“{table}”没有所指的版本。请在该数据资源的版本中选择。',
    en: 'Table "{table}" has no such version. Choose one of the versions of its dataset.',
  },
} as const satisfies Record<string, ErrorText>
