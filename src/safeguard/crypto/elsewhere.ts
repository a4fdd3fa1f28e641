/** One sentence in both languages. */
export interface Said {
  readonly zh: string
  readonly en: string
}

/** An algorithm that is called outside of the suite in force: where, and why it stays. */
export interface Elsewhere {
  readonly algorithm: string
  /** What a reader of `xinyu doctor` knows it by. */
  readonly where: Said
  readonly why: Said
  /** Files and folders that call it; a test finds every other call. */
  readonly files: readonly string[]
}

/** Raised with each change of the list, so that two reports can be compared. */
export const ELSEWHERE_VERSION = 2

const one = (algorithm: string, where: Said, why: Said, files: readonly string[]): Elsewhere => ({
  algorithm,
  where,
  why,
  files,
})

/** The whole list under 国密. What is not on it goes through the suite. */
export const ELSEWHERE: readonly Elsewhere[] = [
  one(
    'SHA-256',
    { zh: '存证日志的哈希树', en: 'tree of the evidence log' },
    {
      zh: 'C2SP tlog-checkpoint 要求，任何人都能用自己的工具核验；国密空间另附 SM3 根',
      en: 'C2SP tlog-checkpoint asks for it, so that anybody’s tools verify; the SM3 root stands beside it',
    },
    ['src/safeguard/evidence/log/', 'src/safeguard/evidence/verifier/'],
  ),
  one(
    'Ed25519',
    { zh: '检查点签名与见证人签名', en: 'checkpoints of the log and signatures of witnesses' },
    {
      zh: 'C2SP signed-note 与 tlog-cosignature 要求；国密空间另有 SM2 签名并列',
      en: 'C2SP signed-note and tlog-cosignature; the SM2 signature stands beside it',
    },
    [
      'src/safeguard/evidence/verifier/',
      'src/safeguard/evidence/log/',
      'src/safeguard/evidence/space-log.ts',
      'src/safeguard/evidence/keys/',
      'src/witness/',
    ],
  ),
  one(
    'SHA-256',
    { zh: '检查点签名密钥的编号', en: 'ids of the keys that sign checkpoints' },
    { zh: 'C2SP signed-note 规定如此计算', en: 'C2SP signed-note derives them so' },
    ['src/safeguard/evidence/verifier/'],
  ),
  one(
    'SHA-256',
    { zh: '见证人自己的流水', en: 'journal of a witness' },
    {
      zh: '见证人是另一家机构，跟随各种套件的日志',
      en: 'a witness is a body of its own and follows logs of every suite',
    },
    ['src/witness/'],
  ),
  one(
    'SHA-256, Ed25519',
    { zh: '其他机构自带的密钥与签名', en: 'keys and signatures that another body brings' },
    {
      zh: '使用国际套件的机构，其合约与连接器的签名应能核验，而不是拒收',
      en: 'contracts and connectors of a body that works with the international suite are verified, not refused',
    },
    [],
  ),
  one(
    'SHA-1, SHA-2, RSA, ECDSA',
    { zh: '外部时间戳机构', en: 'time stamps of an outside authority' },
    { zh: 'RFC 3161：时间戳机构用自己的算法签名', en: 'RFC 3161: the authority signs with what it has' },
    ['src/safeguard/evidence/anchor/'],
  ),
  one(
    'SHA-2, RSA, ECDSA, Ed25519',
    { zh: '国际算法的登录证书', en: 'log-in certificates with international algorithms' },
    {
      zh: '信任的证书机构用自己的算法签发；SM2 证书走国密算法',
      en: 'an authority that is trusted here signs with what it has; SM2 certificates go through the SM suite',
    },
    ['src/safeguard/crypto/x509/'],
  ),
  one(
    'argon2id',
    { zh: '登录密码、备份与恢复文件的口令', en: 'passwords, and passphrases of backups and recovery files' },
    {
      zh: '国密标准中没有专门让猜测变得昂贵的函数',
      en: 'no standard of the SM family names a function that makes guessing dear',
    },
    [
      'src/safeguard/identity/secret/hasher.ts',
      'src/safeguard/crypto/passphrase.ts',
      'src/cli/backup/seal.ts',
    ],
  ),
  one(
    'HMAC-SHA-1',
    { zh: '身份验证器应用的一次性口令', en: 'one-time codes of an authenticator app' },
    { zh: '各应用通行的 RFC 6238', en: 'RFC 6238 as the apps have it' },
    ['src/safeguard/identity/second-factor/'],
  ),
  one(
    'SHA-256, ECDSA, EdDSA, RSA',
    { zh: '通行密钥（passkey）', en: 'passkeys' },
    { zh: 'WebAuthn 规定设备所用的签名算法', en: 'WebAuthn fixes what the device signs with' },
    ['src/safeguard/identity/second-factor/'],
  ),
  one(
    'SCRAM-SHA-256',
    { zh: '登录数据库与对象存储', en: 'log-in to databases and object stores' },
    { zh: '对方的协议', en: 'the protocol of the other side' },
    ['src/supply/source/connect/', 'src/platform/postgres/'],
  ),
  one(
    'SHA-256',
    { zh: '随程序发布的数据库脚本的校验和', en: 'checksums of shipped migrations' },
    {
      zh: '同一脚本在每个空间校验和相同；只与程序比对，不保护任何东西',
      en: 'the same text has the same checksum in every space; compared with the program, protects nothing',
    },
    ['src/platform/postgres/migrate.ts'],
  ),
  one(
    'TLS 1.3',
    { zh: '与浏览器和其他系统的连接', en: 'connections to browsers and other systems' },
    {
      zh: '服务前端尚未部署国密 TLS（GB/T 38636）网关',
      en: 'until a gateway for TLS with SM algorithms (GB/T 38636) stands before the server',
    },
    [],
  ),
]
