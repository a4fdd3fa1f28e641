import type { ErrorText } from './text.ts'

/** Suites and keys. */
export const cryptoErrors = {
  CRYPTO_SUITE_DIFFERS: {
    status: 503,
    zh: '本空间建立时选定的算法套件是 {recorded}（记录在 {file}），而设置要求 {setting}。套件不能更改：请去掉设置 crypto.suite，或另建空间。',
    en: 'This space was made with the suite {recorded} (recorded in {file}), but the settings ask for {setting}. A suite never changes: remove the setting crypto.suite, or make another space.',
  },
  KEY_MASTER_MISSING: {
    status: 503,
    zh: '保护各密钥的主密钥 {file} 不见了，已有密钥无法打开。请从密钥备份恢复该文件，或检查设置 crypto.masterKeyFile。',
    en: 'The master key {file}, which the other keys are sealed under, is missing. Restore it from your key backup, or check the setting crypto.masterKeyFile.',
  },
  KEY_SAME_OFFICER: {
    status: 403,
    zh: '提出申请的人不能自己批准：密钥变更须由另一位管理员决定。',
    en: 'Who asked does not approve: another officer decides a change of keys.',
  },
  KEY_REQUEST_CLOSED: {
    status: 409,
    zh: '这项密钥申请已经办结（{stateZh}）。',
    en: 'This key request is closed already ({stateEn}).',
  },
  KEY_REQUEST_OPEN: {
    status: 409,
    zh: '这把密钥已有一项尚未办结的申请。请等系统管理员决定，或先撤回那一项，再重新提出。',
    en: 'Another request about this key is open. Wait for the system administrator to decide it, or take it back first.',
  },
  KEY_REQUEST_UNDER_WAY: {
    status: 409,
    zh: '这项密钥申请正在办理，请稍候片刻再刷新查看，不要重复操作。',
    en: 'This key request is being carried out right now. Wait a moment and reload; do not repeat it.',
  },
  KEY_OF_BODY: {
    status: 409,
    zh: '这是一家机构的合约密钥，由该机构的数据专员在「机构密钥」页登记自持的密钥，或撤销现有的。',
    en: "This is a body's contract key: that body's data officer registers another or revokes it on the page “Body keys”.",
  },
  KEY_RECOVERY_SET: {
    status: 409,
    zh: '您的口令已经设定，不能再改；需要时请另行申请恢复文件。',
    en: 'Your passphrase is set and cannot be changed; ask for another recovery file if you need one.',
  },
  KEY_RECOVERY_SAME: {
    status: 403,
    zh: '这份恢复文件的另一个口令由您设定（或设定者已无从查考）：两个口令须由两个人各设一个，角色变动后也是如此。请由另一位管理员设定，或另行申请恢复文件。',
    en: 'You set the other passphrase of this recovery file (or who did is no longer known): two persons set one each, also after a change of roles. Have another officer set it, or ask for another recovery file.',
  },
  KEY_RECOVERY_WAITING: {
    status: 409,
    zh: '恢复文件还没有做成：须先经批准，并由两位管理员各自设定口令。',
    en: 'The recovery file is not ready: it must be approved, and both officers must set their passphrases.',
  },
  KEY_RECOVERY_INVALID: {
    status: 409,
    zh: '这份恢复文件打不开：{why}。',
    en: 'This recovery file does not open: {why}.',
  },
  KEY_NOT_WRITTEN: {
    status: 503,
    zh: '密钥文件写不进去（{why}），一把也没有恢复。请检查磁盘空间和文件夹权限后重来。',
    en: 'The key files could not be written ({why}); none was put back. Check the free space and who may write there, then try again.',
  },
  KEY_IN_THE_WAY: {
    status: 409,
    zh: '{file} 已经存在，不会被覆盖。若确要恢复，请先把它移走。',
    en: '{file} is there already and is not overwritten. Move it away first if you mean to recover.',
  },
} as const satisfies Record<string, ErrorText>
