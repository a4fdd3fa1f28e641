import type { ErrorText } from './text.ts'

export const contestEntryErrors = {
  ENTRANT_NOT_SIGNED_IN: {
    status: 401,
    zh: '请先登录参赛者入口。',
    en: 'Sign in at the door of the contest first.',
  },
  ENTRANT_DOOR_CLOSED: {
    status: 503,
    zh: '本空间未接入短信服务，参赛者入口未开放。请联系举办机构。',
    en: 'No message service is connected to this space, so the door of the contest is closed. Ask the organiser.',
  },
  ENTRANT_SIGN_IN_FAILED: {
    status: 401,
    zh: '验证码不正确或已失效。请重新获取验证码后再试。',
    en: 'The code is wrong or no longer valid. Ask for a new code and try again.',
  },
  ENTRANT_LOCKED: {
    status: 429,
    zh: '尝试次数过多，请 {minutes} 分钟后再试。',
    en: 'Too many attempts. Try again in {minutes} minutes.',
  },
  ENTRANT_REAL_NAME_FAILED: {
    status: 409,
    zh: '姓名与身份证件号码未通过核验。请核对后重新填写，与证件一致。',
    en: 'Name and identity number were not confirmed. Write both as they stand on the document and try again.',
  },
  ENTRANT_CERT_TAKEN: {
    status: 409,
    zh: '该身份证件号码已由另一参赛者实名。请用原手机号登录，或联系举办机构。',
    en: 'Another entrant is verified with this identity number. Sign in with that phone, or ask the organiser.',
  },
  ENTRANT_VERIFIED: {
    status: 409,
    zh: '已完成实名，姓名不再更改。需要更正请联系举办机构。',
    en: 'The real name is verified and no longer changes. Ask the organiser to correct it.',
  },
  ENTRANT_PAPER: {
    status: 400,
    zh: '请上传身份声明的 PDF、PNG 或 JPEG 文件，不超过 {mib} MB，由举办机构人工核验。',
    en: 'Upload the signed statement of identity as PDF, PNG or JPEG of at most {mib} MB; the organiser looks at it.',
  },
  TEAM_NOT_CAPTAIN: {
    status: 403,
    zh: '只有队长可以这样做。请联系队长，或先由队长移交队长身份。',
    en: 'Only the captain of the team does this. Ask the captain, or have the captaincy handed over.',
  },
  TEAM_STATE: {
    status: 409,
    zh: '报名状态为“{stateZh}”，现在不能这样做。请刷新页面查看最新状态。',
    en: 'The entry is {stateEn}: this cannot be done now. Reload the page to see where it stands.',
  },
  TEAM_FULL: {
    status: 409,
    zh: '最多 {limit} 项，已满。请先移除不需要的成员、邀请或单位。',
    en: 'There are {limit} at most, and as many are there. Remove a member, an invitation or a body first.',
  },
  TEAM_PER_PERSON: {
    status: 409,
    zh: '同一人在本次大赛最多参加 {limit} 支队伍。请先退出其他队伍。',
    en: 'One person is in at most {limit} teams of this contest. Leave another team first.',
  },
  TEAM_MEMBER_THERE: {
    status: 409,
    zh: '该手机号已在队伍中或已被邀请。请核对号码。',
    en: 'This phone is in the team or invited to it already. Check the number.',
  },
  TEAM_CAPTAIN_STAYS: {
    status: 409,
    zh: '队长不能退出或被移除。请先把队长身份移交给另一位已加入的成员，或撤回整支队伍。',
    en: 'A captain neither leaves nor is removed. Hand the captaincy to another member first, or withdraw the team.',
  },
  TEAM_BODY_THERE: {
    status: 409,
    zh: '该单位已在队伍中。',
    en: 'This body is in the team already.',
  },
  TEAM_BODY_USED: {
    status: 409,
    zh: '仍有 {count} 名成员属于该单位。请先为他们改选单位。',
    en: '{count} members still belong to this body. Have them choose another one first.',
  },
  TEAM_STATEMENT_CHANGED: {
    status: 409,
    zh: '该声明的文本已更新。请重新阅读后再签署。',
    en: 'The text of this statement has changed. Read it again, then sign.',
  },
  ENTRY_INCOMPLETE: {
    status: 409,
    zh: '还有 {count} 项未完成，不能提交。请按清单补齐。',
    en: '{count} things are missing, so the entry cannot be submitted. Complete what the list names.',
  },
  ENTRY_REASON: {
    status: 400,
    zh: '请写明理由（驳回、要求补正、重新审核都须写明）。',
    en: 'Give a reason: it is needed to reject, to ask for a supplement and to reopen.',
  },
  ENTRY_DEADLINE: {
    status: 400,
    zh: '补正截止时间须在现在之后、{days} 天之内。',
    en: 'The deadline of a supplement is after now and within {days} days.',
  },
  ENTRY_BULK: {
    status: 409,
    zh: '{count} 支队伍不能这样处理，未作任何更改。请查看逐项原因。',
    en: '{count} teams cannot be decided so; nothing was changed. See the reason for each.',
  },
  ENTRY_QUOTA: {
    status: 409,
    zh: '录取名额 {limit} 已满。请先调整名额或重新审核已录取的队伍。',
    en: 'The quota of {limit} admitted teams is used up. Change the quota, or reopen an admitted entry first.',
  },
  ENTRY_IMPORT: {
    status: 400,
    zh: '文件有 {count} 处问题，未导入任何一行。请按行修改后重新导入。',
    en: 'The file has {count} problems, so no line was imported. Mend the lines that are named and import again.',
  },
} as const satisfies Record<string, ErrorText>
