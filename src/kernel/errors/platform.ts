import type { ErrorText } from './text.ts'

export const platformErrors = {
  INTERNAL: { status: 500, zh: '系统内部错误，已记录，编号 {id}。', en: 'Internal error, recorded as {id}.' },
  NOT_READY: {
    status: 503,
    zh: '系统尚未就绪：{what}。请稍后重试。',
    en: 'Not ready: {what}. Try again shortly.',
  },
  NOT_FOUND: { status: 404, zh: '没有找到{what}。', en: '{what} was not found.' },
  INPUT_INVALID: {
    status: 400,
    zh: '输入不合要求：{where}：{why}。',
    en: 'The input does not fit: {where}: {why}.',
  },
  BODY_NOT_JSON: { status: 400, zh: '请求内容不是有效的 JSON。', en: 'The request body is not valid JSON.' },
  BODY_TOO_LARGE: {
    status: 413,
    zh: '请求内容超过 {limit} 字节的上限。',
    en: 'The request body is larger than {limit} bytes.',
  },
  MEDIA_TYPE: { status: 415, zh: '不支持的内容类型 {type}。', en: 'Content type {type} is not supported.' },
  TOO_MANY_REQUESTS: {
    status: 429,
    zh: '请求过于频繁，请 {seconds} 秒后再试。',
    en: 'Too many requests; try again in {seconds} s.',
  },
  CONFLICT: { status: 409, zh: '与现状冲突：{why}。', en: 'Conflicts with the present state: {why}.' },
  CROSS_SITE: {
    status: 403,
    zh: '请求来自别的网站，已拒绝。',
    en: 'The request came from another site and was refused.',
  },
  HOME_LOCKED: {
    status: 503,
    zh: '数据目录 {home} 正被进程 {pid} 使用。请先停止该进程，或用 XINYU_HOME 指定另一个目录。',
    en: 'The data folder {home} is in use by process {pid}. Stop it first, or name another folder by XINYU_HOME.',
  },
  DATABASE_NO_BINARY: {
    status: 503,
    zh: '本机（{platform}）没有可用的 PostgreSQL 程序：请重新执行 npm ci，或用 DATABASE_URL 指定 PostgreSQL 15 及以上的服务器。',
    en: 'There is no PostgreSQL program for this machine ({platform}): run npm ci again, or name a server (15 or later) by DATABASE_URL.',
  },
  DATABASE_START_FAILED: {
    status: 503,
    zh: 'PostgreSQL 未能启动：{why}。数据目录：{home}。可执行 xinyu doctor 查看缺少什么。',
    en: 'PostgreSQL did not start: {why}. Data folder: {home}. Run xinyu doctor to see what is missing.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    zh: '无法连接数据库 {where}：{why}。请检查 DATABASE_URL 与网络。',
    en: 'The database at {where} cannot be reached: {why}. Check DATABASE_URL and the network.',
  },
  DATABASE_UNSUITABLE: {
    status: 503,
    zh: '数据库 {where} 不合要求：需要{needed}，实际为{found}。',
    en: 'The database at {where} does not fit: needed {needed}, found {found}.',
  },
  MIGRATION_EDITED: {
    status: 503,
    zh: '数据库迁移 {name} 执行后被改动过。请恢复原文，另写一条新的迁移。',
    en: 'Migration {name} was edited after it had run. Restore its text and write a new one.',
  },
  MIGRATION_UNKNOWN: {
    status: 503,
    zh: '数据库中有本程序不认识的迁移 {name}：数据由更新的版本写成，请升级程序。',
    en: 'The database holds migration {name}, unknown to this program: a newer version wrote it. Upgrade the program.',
  },
  MIGRATION_ORDER: {
    status: 503,
    zh: '迁移 {name} 排在已执行的迁移之前。新迁移只能加在末尾，名称各不相同并按次序。',
    en: 'Migration {name} stands before one that has run. New ones go at the end, with distinct names in order.',
  },
  MIGRATION_FAILED: {
    status: 503,
    zh: '迁移 {name} 执行失败：{why}。数据库未作任何改动。',
    en: 'Migration {name} failed: {why}. The database was left unchanged.',
  },
  CONFIG_INVALID: {
    status: 503,
    zh: '设置有误（{where}）：{why}。请更正后重新启动。',
    en: 'A setting is wrong ({where}): {why}. Correct it and start again.',
  },
  CONFIG_UNKNOWN_KEY: {
    status: 503,
    zh: '{where} 中的设置项 {key} 不存在，是否应为 {known}？',
    en: '{where} holds an unknown setting {key}; did you mean {known}?',
  },
  JOB_KIND_UNKNOWN: {
    status: 500,
    zh: '本程序不认识任务类型 {kind}。请升级程序，或取消该任务。',
    en: 'This program knows no job of kind {kind}. Upgrade it, or cancel the job.',
  },
  JOB_CUT_OFF: {
    status: 500,
    zh: '任务运行中服务器异常中断 {times} 次，已停止重试。请查看日志中的原因（常见为内存不足），处理后重新提交。',
    en: 'The server broke off {times} times while this job ran, so it is not tried again. See the log for the cause (often memory), then submit it anew.',
  },
  ENGINE_TIMEOUT: {
    status: 408,
    zh: '计算超过 {seconds} 秒的时限，已停止。请缩小范围后再试，或申请更长的时限。',
    en: 'The work ran longer than its limit of {seconds} s and was stopped. Narrow it, or ask for a longer limit.',
  },
  ENGINE_MEMORY: {
    status: 422,
    zh: '计算超过 {mb} MB 的内存上限，已停止。请减少分组或连接后再试。',
    en: 'The work needed more than its limit of {mb} MB of memory and was stopped. Use fewer groups or joins.',
  },
  ENGINE_TOO_MANY_ROWS: {
    status: 422,
    zh: '结果超过 {limit} 行的上限。请减少分组列或缩小范围。',
    en: 'The result has more than {limit} rows. Group by fewer columns, or narrow the range.',
  },
  ENGINE_TOO_MANY_MEMBERS: {
    status: 422,
    zh: '各组涉及的人数合计过多，无法完成出域检查。请减少分组列或缩小范围。',
    en: 'The groups hold too many persons in all for the output check. Group by fewer columns, or narrow the range.',
  },
  ENGINE_DISK: {
    status: 422,
    zh: '计算超过 {mb} MB 的临时磁盘上限，已停止。请减少分组或连接后再试。',
    en: 'The work needed more than its limit of {mb} MB of temp disk and was stopped. Use fewer groups or joins.',
  },
  ENGINE_CANCELLED: { status: 409, zh: '计算已取消。', en: 'The work was cancelled.' },
  ENGINE_FAILED: {
    status: 500,
    zh: '计算引擎未能完成（{what}）。数据未受影响，请重试；若再次出现，请联系运营方。',
    en: 'The engine could not finish ({what}). No data was changed; try again, and tell the operator if it recurs.',
  },
  ENGINE_TEXT_TOO_LONG: {
    status: 413,
    zh: 'SQL 文本超过 {limit} 字节的上限。',
    en: 'The SQL text is longer than {limit} bytes.',
  },
  FILE_UNREADABLE: {
    status: 400,
    zh: '无法读写 {file}（{why}）。请检查路径是否写对、是否有权限。',
    en: 'Cannot read or write {file} ({why}). Check the path and the permissions.',
  },
} as const satisfies Record<string, ErrorText>
