/** How anybody counts the draw again, as it stands beside the published values. */
export const HOW_TO_VERIFY = {
  zh: [
    '抽签前：系统生成 32 字节随机种子，与参加抽签的队伍名单一起计算摘要（SHA-256；国密空间为 SM3，见“算法”一项），即“承诺”，先写入存证日志。种子此时保密。',
    '现场：各队可说出一个词。词在承诺之后才产生，举办方无法预知。收词结束写入存证日志，这一条存证使日志得到一个新的根哈希。',
    '抽签：以种子为密钥，对（抽签编号、根哈希、各队的词）计算 HMAC（用同一摘要算法），得到密钥 K；以 HMAC(K, “组:序号”) 依次产生 32 位整数，对按编号排序的名单做 Fisher–Yates 洗牌。',
    '验证：用公布的种子重算承诺，应与事先公布的一致；用公布的根哈希核对检查点；重算次序，应与公布的一致。',
    '能防住什么：举办方事先选定种子后不能更换；只要有一队的词不受举办方左右，举办方就不能预先算出次序。',
  ],
  en: [
    'Before: the system makes a secret seed of 32 bytes and publishes the hash of seed and list, the commitment (SHA-256, or SM3 in a 国密 space: see the algorithm named there), in the evidence log.',
    'On site: each team may say a word. The words come after the commitment, so the organiser cannot know them in advance. Closing the words is an entry of the log and gives it a new root hash.',
    'The draw: HMAC by the same hash with the seed as key over draw id, root hash and words gives a key K; HMAC(K, "group:count") gives numbers of 32 bits, which shuffle the sorted list (Fisher–Yates).',
    'To verify: count the commitment from the published seed and compare it with the one that was published before; compare the root with the checkpoint; count the order.',
    'What this holds: the organiser cannot change the seed after the commitment, and as long as one word is beyond its reach it cannot know the order in advance.',
  ],
} as const
