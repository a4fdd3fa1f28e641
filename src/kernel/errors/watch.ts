import type { ErrorText } from './text.ts'

export const watchErrors = {
  WATCH_THRESHOLD: {
    status: 422,
    zh: '阈值「{name}」缺失、为零或不属于这条规则；这条规则的阈值有：{known}。',
    en: 'The threshold {name} is missing, zero or none of this rule; its thresholds are: {known}.',
  },
  WATCH_OPERATOR_ONLY: {
    status: 403,
    zh: '只有运营方的值守员和三员可以做这件事；请联系运营方。',
    en: 'Only duty officers and the officers of the operator may do this; ask the operator.',
  },
  WATCH_CASE_CLOSED: {
    status: 409,
    zh: '案件 {number} 已经结案。新的预警会另立案件。',
    en: 'Case {number} is closed. A new alert opens another one.',
  },
  WATCH_CASE_TAKEN: {
    status: 409,
    zh: '案件 {number} 已由另一位值守员接手。请与其联系，或在案件里留言。',
    en: 'Case {number} was taken by another duty officer. Speak to them, or leave a note in the case.',
  },
  WATCH_BLOCKS_IN_FORCE: {
    status: 409,
    zh: '案件 {number} 还有 {count} 项阻断在生效；按「无害」或「已告诫」结案前请先解除。',
    en: 'Case {number} still has {count} blocks in force; lift them before closing it as harmless or warned.',
  },
  WATCH_BLOCK_OVER: {
    status: 409,
    zh: '这项阻断已经解除或没有生效。请刷新页面。',
    en: 'This block was lifted already or never came into force. Reload the page.',
  },
  WATCH_NOT_OWN: {
    status: 403,
    zh: '这项阻断针对的就是您本人，须由另一位值守员解除。',
    en: 'This block is about yourself; another duty officer must lift it.',
  },
  WATCH_SHIFT_TIMES: {
    status: 422,
    zh: '班次须在将来结束，长度在 1 分钟到 24 小时之间。',
    en: 'A shift must end in the future and last from one minute to 24 hours.',
  },
  WATCH_SHIFT_OFFICER: {
    status: 422,
    zh: '排班的人须是运营方在用的值守员。请先给其授予值守员角色。',
    en: 'Who is put on the roster must be an active duty officer of the operator. Give the role first.',
  },
  WATCH_SHIFT_OVER: {
    status: 409,
    zh: '这个班次已经交接、已经结束或不是您的班次。',
    en: 'This shift was handed over already, is over, or is not yours.',
  },
  WATCH_SEAT_BLOCKED: {
    status: 423,
    zh: '席位因一条预警被阻断，已立案件，由值守员处理。请联系值守员。',
    en: 'The seat was blocked because of an alert; a case is open and with the duty officer. Speak to them.',
  },
  AUDIT_PERIOD: {
    status: 422,
    zh: '报告的期间须已经过去，长度不超过一年。',
    en: 'A report is about a time that is over, of a year at most.',
  },
  SUPERVISOR_READS: {
    status: 403,
    zh: '监管方账号只看不改。需要新的报告或处置，请联系运营方。',
    en: 'An account of the supervisor reads and changes nothing. Ask the operator for a new report or an act.',
  },
  WATCH_THROTTLED: {
    status: 429,
    zh: '您的请求频率因预警处置被限制。请 {seconds} 秒后再试，或联系值守员。',
    en: 'Your requests are slowed down because of an alert. Try again in {seconds} seconds, or ask the duty officer.',
  },
} as const satisfies Record<string, ErrorText>
