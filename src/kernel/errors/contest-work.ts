import type { ErrorText } from './text.ts'

export const contestWorkErrors = {
  WORK_NOT_ADMITTED: {
    status: 409,
    zh: '参赛队尚未通过报名审核，还不能提交作品。请先完成报名。',
    en: 'The team is not admitted yet, so it cannot hand in a work. Complete the entry first.',
  },
  WORK_NOT_SHORTLISTED: {
    status: 403,
    zh: '参赛队不在上一轮的入围名单中，不能提交本轮作品。如有疑问请联系组委会。',
    en: 'The short list of the round before does not name the team, so it cannot hand in for this one. Ask the organiser if in doubt.',
  },
  WORK_TOO_LATE: {
    status: 409,
    zh: '提交已于 {until}（以服务器时间为准，含宽限）截止，这次没有被接受。此前提交的版本仍然有效。',
    en: 'Handing in ended at {until} (by the server’s clock, grace included); this was not accepted. What was handed in before stands.',
  },
  WORK_DRAFT_CONFLICT: {
    status: 409,
    zh: '草稿已在别处保存为第 {draft} 稿。请查看最新内容，合并后再保存。',
    en: 'The draft was saved elsewhere as number {draft}. Look at the newest one, merge, and save again.',
  },
  WORK_FIELD: {
    status: 422,
    zh: '表单中没有“{field}”这一项，或它不是这样填写的。请刷新页面。',
    en: 'The form has no field {field} that is filled in like this. Reload the page.',
  },
  WORK_INCOMPLETE: {
    status: 422,
    zh: '还有 {count} 项未完成，作品没有提交。请按清单逐项补齐。',
    en: '{count} things are still missing, so the work was not handed in. Go through the check list.',
  },
  WORK_VERSIONS_MOST: {
    status: 409,
    zh: '已提交 {most} 个版本，不能再提交。最后一次提交的版本有效；如需更正请联系组委会。',
    en: '{most} versions were handed in, and no more are taken. The last one counts; ask the organiser for a correction.',
  },
  WORK_FILE_TYPE: {
    status: 422,
    zh: '这一项只接受 {allowed} 文件，不接受“{name}”。请转换格式后上传。',
    en: 'This field takes {allowed} files, not “{name}”. Convert it and upload it again.',
  },
  WORK_FILE_LIMIT: {
    status: 413,
    zh: '文件有 {bytes} 字节，超过上限 {limit} 字节。请压缩或拆分。',
    en: 'The file has {bytes} bytes; the limit is {limit}. Make it smaller or split it.',
  },
  WORK_FILES_MOST: {
    status: 409,
    zh: '最多可放 {most} 个文件。请先删除不需要的。',
    en: 'At most {most} files can be held here. Remove one that is not needed first.',
  },
  WORK_QUOTA: {
    status: 413,
    zh: '本队本轮的文件空间共 {quota} 字节，已用 {used} 字节，放不下这个文件。请删除不需要的文件。',
    en: 'The team has {quota} bytes for the files of this round and uses {used}; this file does not fit. Remove what is not needed.',
  },
  WORK_UPLOADS_MOST: {
    status: 429,
    zh: '本队同时上传的文件已有 {most} 个。请等其中一个完成再继续。',
    en: 'The team sends {most} files at once already. Wait until one of them is done.',
  },
  WORK_FILE_STATE: {
    status: 409,
    zh: '文件目前的状态（{state}）不允许这样做。请刷新页面。',
    en: 'The file is in the state {state}, which does not allow this. Reload the page.',
  },
  WORK_FILE_CUT: {
    status: 400,
    zh: '传输中断，已收到 {received} 字节并保存。请从这里继续。',
    en: 'The transfer was cut off; {received} bytes are received and kept. Go on from there.',
  },
  WORK_NO_SPACE: {
    status: 507,
    zh: '服务器存储空间不足，文件未能保存，已收到的部分会保留。请稍后重试并联系组委会。',
    en: 'The server has no space left, so the file was not stored; what came before is kept. Try again later and tell the organiser.',
  },
  WORK_DAMAGED: {
    status: 500,
    zh: '作品 {work} 的内容与提交时的哈希不一致，已停止读取。请立即联系审计管理员。',
    en: 'The content of work {work} is not what was handed in (hashes differ); it is not read on. Call the auditor now.',
  },
  WORK_FILE_DAMAGED: {
    status: 500,
    zh: '文件 {file} 的内容与提交时的哈希不一致，已停止读取。请从备份恢复，并联系审计管理员。',
    en: 'File {file} is not what was handed in (hashes differ); it is not read on. Restore it from a backup and call the auditor.',
  },
  WORK_FILE_VIRUS: {
    status: 409,
    zh: '病毒检查在文件 {file} 中发现问题，文件已隔离，不能下载。请联系参赛队更换。',
    en: 'The virus check found something in file {file}; it is set apart and cannot be read. Ask the team for another one.',
  },
  WORK_HINTS_EARLY: {
    status: 409,
    zh: '截止之后才能做作品比对。请在提交截止后再试。',
    en: 'Works are compared after the deadline only. Try again when handing in is over.',
  },
} as const satisfies Record<string, ErrorText>
