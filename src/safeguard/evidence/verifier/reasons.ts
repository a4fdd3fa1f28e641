/**
 * The reasons of the verifier in Chinese, for whoever reads a verdict. A `{}` stands for what the reason names; of two
 * that fit, the upper one counts.
 */
const ZH: readonly (readonly [en: string, zh: string])[] = [
  ['too large for a receipt', '文件太大，不是一份回执'],
  ['not UTF-8', '不是 UTF-8 文本'],
  ['not JSON', '不是 JSON 文件'],
  ['not in canonical form', '不是唯一的规范写法：内容被改动过，或被别的程序重新保存过'],
  ['not a {} file', '不是 {} 文件'],
  ['not a {} text', '不是 {} 文本'],
  ['not a {} note', '不是 {} 声明'],
  ['unknown part {}', '含有不认识的部分 {}'],
  ['entry, proof or vkey is missing', '缺少条目、证明或公钥（entry、proof、vkey）'],
  ['payload must hold salt and body', '附件须有盐和正文（salt、body）'],
  ['guomi must hold vkey and path', '国密部分须有公钥和路径（vkey、path）'],
  ['not an object', '不是一个 JSON 对象'],
  ['unknown field {}', '含有不认识的字段 {}'],
  ['unknown version', '版本不认识'],
  ['id is not a UUID', '编号（id）不是 UUID'],
  ['at is not a time', '时间（at）写法不对'],
  ['kind is missing', '缺少事项（kind）'],
  ['actor is neither a user nor the system', '行为人（actor）既不是用户也不是系统'],
  ['subject is not ids', '涉及的对象（subject）不是编号'],
  ['payload is not a salted hash', '附件摘要（payload）写法不对'],
  ['the receipt names no result', '回执没有记载结果文件'],
  ['the result is another than the one recorded', '结果文件与回执所记的不是同一份'],
  ['the entry has no payload', '条目没有附件，回执里却带了一份'],
  ['the salt is not 32 bytes', '盐不是 32 字节'],
  ['the payload has another length', '附件的长度与条目所记不符'],
  ['the payload is another than the one recorded', '附件与条目所记的摘要不符'],
  ['a receipt carries no unauthenticated extra data', '回执不得夹带未经签名的额外数据'],
  ['not a checkpoint', '不是检查点'],
  ['the proof does not fit leaf {} of a tree of {}', '证明的长短与第 {} 条、共 {} 条的树不符'],
  ['entry and proof lead to another root', '由条目和证明算出的树根与所签的不同'],
  ['it does not hold', '不成立'],
  ['not a verifier key', '不是公钥'],
  ['the second key is not the SM2 key of this log', '第二把公钥不是这个日志的 SM2 公钥'],
  ['signed by a key that is not trusted here', '签名的公钥不在您信任的公钥之中'],
  ['signed by no key that is trusted here', '没有由您信任的公钥签名'],
  ['not signed by {} ({})', '没有 {} 的签名（{}）'],
  ['not signed by {}', '没有 {} 的签名'],
  ['the signature of the witness {} does not hold', '见证方 {} 的签名不成立'],
  ['the signature of {} does not hold', '{} 的签名不成立'],
  ['the {} signature of {} does not hold', '{} 签名不成立（{}）'],
  ['the key belongs to another log', '这把公钥属于另一个日志'],
  ['the checkpoint states no SM3 root, or the path is not one', '检查点没有写明 SM3 树根，或路径写法不对'],
  ['entry and path lead to another SM3 root', '由条目和路径算出的 SM3 树根与所签的不同'],
  ['this key signs trees of {} to {} entries, not of {}', '这把公钥只签 {} 至 {} 条的树，不签 {} 条的'],
  [
    'a key was revoked: only what a witness has signed as well still counts',
    '途中有公钥被撤销：只有见证方也签过的才算数，请同时给出见证规则',
  ],
  ['the tree of {} is not shown to continue the tree of {}', '没有证明 {} 条的树是由 {} 条的树续写的'],
  ['too long for a note', '签名文本太长'],
  ['control character in a note', '签名文本含有控制字符'],
  ['no blank line before the signatures', '签名之前缺少空行'],
  ['no newline at the end', '末尾缺少换行'],
  ['too many signatures', '签名太多'],
  ['not a signature line: {}', '不是签名行：{}'],
  ['control character in a policy', '规则含有控制字符'],
  ['too many lines', '行数太多'],
  ['line {}: {}', '第 {} 行：{}'],
  ['unknown word {}', '不认识的词 {}'],
  ['no quorum line', '缺少 quorum 一行'],
  ['a log has the key of a log, and a URL or none', 'log 一行须有日志的公钥，网址可有可无'],
  ['the same log twice', '同一个日志写了两次'],
  [
    'a witness has a name, the key of a witness, and a URL or none',
    'witness 一行须有名称和见证方的公钥，网址可有可无',
  ],
  ['{} is named twice', '名称 {} 用了两次'],
  ['the same witness twice', '同一个见证方写了两次'],
  ['a group without members', 'group 没有成员'],
  ['{} is not defined above', '{} 在前面没有定义'],
  ['{} is a member twice', '{} 重复作为成员'],
  [
    'the threshold of a group is any, all or a number of its members',
    'group 的门槛须是 any、all，或不超过成员数的数字',
  ],
  ['a second quorum line', 'quorum 写了两行'],
  ['a quorum is one name', 'quorum 只能写一个名称'],
  ['signed by none of the logs of the policy', '没有规则所列日志的签名'],
  ['the quorum {} is not reached: {} did not sign', '见证没有达到 {} 的要求：{} 没有签名'],
  [
    'a statement about the next key is not signed by the key before it',
    '关于下一把公钥的声明不是由前一把签署的',
  ],
  ['one key names two successors', '一把公钥指了两个下一把（分叉）'],
  ['not a key line: {}', '不是公钥行：{}'],
  ['too many statements', '声明太多'],
  ['the keys are not as the statements tell', '所列公钥与签署的声明不符'],
  ['not the key of a log', '不是日志的公钥'],
  ['the checkpoints are signed by a key that is not trusted here', '检查点的签名公钥不在您信任的公钥之中'],
  ['a checkpoint of another log', '检查点属于另一个日志'],
  ['the log did not sign both', '两份检查点不都是这个日志签的'],
  ['two roots were signed for the size {}: {} and {}', '同样是 {} 条，却签了两个树根：{} 和 {}'],
  [
    'the signed tree of {} does not hold the first {} entries of the signed tree of {}',
    '所签的 {} 条的树，前 {} 条与所签的 {} 条的树不同',
  ],
  ['the first checkpoint is the larger one', '第一份检查点反而更大'],
  ['nodes between equal sizes', '两份大小相同，不应带有节点'],
  ['both are the same tree', '两份是同一棵树'],
  ['every tree continues the empty one', '任何树都续写空树，不构成分叉'],
  ['the nodes do not lead to the second root', '节点算不出第二个树根'],
  ['the second tree continues the first', '第二棵树确实续写第一棵，没有分叉'],
  ['a part is missing', '缺少一部分'],
  ['too many nodes', '节点太多'],
  ['a node is not a hash', '有节点不是哈希'],
  ['the receipt is not of a destruction', '这份回执不是关于销毁的'],
  ['the receipt names no list', '回执没有记载清单'],
  ['the digest of the list is another', '清单与回执所记的摘要不符'],
  ['the list has another form or length', '清单的写法或条数不符'],
  [
    'the entry is not in the bundles of this log',
    '在本空间的日志里没有取到证明所说的条目；请用离线网页或命令行，并放入条目原文',
  ],
]

const literal = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
const PATTERNS = ZH.map(([en, zh]) => ({
  pattern: new RegExp(`^${literal(en).replaceAll('{}', '(.*?)')}$`, 's'),
  zh,
}))

/** A reason in Chinese; null for one that has no words here. */
export function reasonZh(why: string): string | null {
  for (const { pattern, zh } of PATTERNS) {
    const [whole, ...named] = pattern.exec(why) ?? []
    if (whole === undefined) continue
    // What a reason names may be a reason itself: that of a line.
    return zh.replaceAll('{}', () => {
      const one = named.shift() ?? ''
      return reasonZh(one) ?? one
    })
  }
  return null
}
