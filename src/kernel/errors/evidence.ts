import type { ErrorText } from './text.ts'

export const evidenceErrors = {
  EVIDENCE_NOT_READY: {
    status: 503,
    zh: '存证服务暂不可用（{why}），本次操作未执行，任何数据都没有改动。请稍后重试；若持续出现，请系统管理员运行 xinyu doctor。',
    en: 'Evidence cannot be written now ({why}); nothing was done or changed. Try again shortly; if it lasts, have the system administrator run xinyu doctor.',
  },
  EVIDENCE_DELAYED: {
    status: 503,
    zh: '操作已提交，但存证尚未落盘（{why}）。存证恢复后会自动补记；请先核对结果，不要直接重复操作。',
    en: 'The action was committed but its evidence is not durable yet ({why}). It will be recorded on recovery; check the outcome before repeating.',
  },
  EVIDENCE_TOO_LARGE: {
    status: 413,
    zh: '一条存证有 {bytes} 字节，超过 {limit} 字节的上限。请把详细内容放入附件（payload），存证中只保留标识。',
    en: 'One evidence entry is {bytes} bytes, more than the limit of {limit}. Put details into its payload and keep identifiers only.',
  },
  EVIDENCE_NOT_AN_ID: {
    status: 400,
    zh: '存证只能记录标识：{field} 不是合法的标识。请改用系统内的编号；个人信息不得写入存证。',
    en: 'Evidence holds identifiers only: {field} is not one. Use an id of the system; personal data must not enter the log.',
  },
  EVIDENCE_NOT_FOUND: {
    status: 404,
    zh: '没有找到存证 {id}。它可能尚未落盘，或不在您可查看的范围内。',
    en: 'Evidence {id} was not found. It may not be durable yet, or lies outside what you may see.',
  },
  EVIDENCE_LOG_DAMAGED: {
    status: 503,
    zh: '存证日志损坏：{file}：{why}。系统不会改写它；请运行 xinyu fsck 查看详情，并从备份恢复。',
    en: 'The evidence log is damaged: {file}: {why}. It is left as it is; run xinyu fsck for details and restore from a backup.',
  },
  EVIDENCE_ROLLED_BACK: {
    status: 503,
    zh: '存证日志只有 {size} 条，而{witness}证明曾有 {known} 条：数据目录可能被回退。请用最新的存证日志恢复，不要删除任何文件。',
    en: 'The evidence log has {size} entries but {witness} shows that there were {known}: the data folder may have been rolled back. Restore the newest log; delete nothing.',
  },
  EVIDENCE_WRONG_LOG: {
    status: 503,
    zh: '数据库属于存证日志 {expected}，而数据目录中的是 {found}。请检查 DATABASE_URL 与 XINYU_HOME 是否配套。',
    en: 'The database belongs to the evidence log {expected}, but the data folder holds {found}. Check that DATABASE_URL and XINYU_HOME belong together.',
  },
  EVIDENCE_BACKUP_INVALID: {
    status: 409,
    zh: '这份存证备份不能用于恢复：{why}。',
    en: 'This evidence backup cannot be restored: {why}.',
  },
  MONITOR_STATE: {
    status: 409,
    zh: '监测状态文件 {file} 损坏，无法判断日志是否被回退。请从备份恢复它；确要从头开始，请先把它移走并另行核对日志。',
    en: "The monitor's memory {file} is damaged, so a rollback could not be told. Restore it; to begin anew, move it away and check the log by another way.",
  },
  RETENTION_SETTING: {
    status: 503,
    zh: '保存期限设置 {setting} 无效：请写成“类别=天数”，且不少于该类别的最低 {least} 天；永久保存的类别不能设置。',
    en: 'The retention setting {setting} does not hold: write class=days, no fewer than the {least} days that the class needs; what is kept for ever takes none.',
  },
  RETENTION_NOTHING_ABOUT: {
    status: 404,
    zh: '没有一条存证与标识 {id} 有关，暂停销毁没有设立：标识写错了，真正要保留的就会被销毁。请从存证条目里复制标识；要保留今后才会产生的内容，请按存证类型设立。',
    en: 'No entry is about the id {id}, so no hold was placed: under a mistyped id what you mean to keep would be destroyed. Copy the id from an evidence entry; to keep what is still to come, hold a kind of entry.',
  },
  RETENTION_NOTHING_DUE: {
    status: 409,
    zh: '目前没有到期的附件可以销毁：未到期限的和暂停销毁的都留着。',
    en: 'No payload is due for destruction: what is younger than its rule or under a hold stays.',
  },
  RETENTION_OPEN: {
    status: 409,
    zh: '已有一项销毁尚未结束。请等它完成、被拒绝或取消后再申请。',
    en: 'Another destruction is still open. Ask again when it is done, refused or cancelled.',
  },
  RETENTION_STATE: {
    status: 409,
    zh: '当前状态（{stateZh}）不允许这样做，请刷新后再看。',
    en: 'Its state ({stateEn}) does not allow this; reload and look again.',
  },
  RETENTION_SAME_OFFICER: {
    status: 403,
    zh: '须由另一名管理员办理：发起的人不能同时批准或解除。',
    en: 'Another officer must do this: whoever began it neither approves nor lifts it.',
  },
  KEY_MISSING: {
    status: 503,
    zh: '签名密钥 {file} 不见了，而存证日志已用它签过名。请从密钥备份恢复该文件，系统不会自行更换密钥。',
    en: 'The signing key {file} is missing although the evidence log was signed with it. Restore it from your key backup; it is never replaced silently.',
  },
  KEY_UNREADABLE: {
    status: 503,
    zh: '无法读取签名密钥 {file}：{why}。请检查文件权限和内容。',
    en: 'The signing key {file} cannot be read: {why}. Check its permissions and content.',
  },
  KEY_EXPOSED: {
    status: 503,
    zh: '签名密钥 {file} 可被其他用户读取。请执行 chmod 600，并考虑更换密钥。',
    en: 'Other users can read the signing key {file}. Run chmod 600 on it, and consider a new key.',
  },
} as const satisfies Record<string, ErrorText>
