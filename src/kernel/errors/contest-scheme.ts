import type { ErrorText } from './text.ts'

export const contestSchemeErrors = {
  CONTEST_NOT_ORGANISER: {
    status: 403,
    zh: '只有举办机构的数据专员可以管理这项大赛。请联系举办机构。',
    en: 'Only data officers of the body that holds this contest manage it. Ask that body.',
  },
  CONTEST_NOT_OPEN: {
    status: 409,
    zh: '现在不能这样做：该阶段{whyZh}。请查看大赛日程。',
    en: 'This cannot be done now: {whyEn}. See the timetable of the contest.',
  },
  CONTEST_CODE_TAKEN: {
    status: 409,
    zh: '网址代码 {code} 已被另一项大赛使用。请换一个。',
    en: 'The address {code} belongs to another contest. Choose another one.',
  },
  CONTEST_SCHEME_STALE: {
    status: 409,
    zh: '方案已有新版本（第 {number} 版）。请刷新后在新版本上修改。',
    en: 'The scheme has a newer version ({number}). Reload it and change that one.',
  },
  CONTEST_REASON: {
    status: 422,
    zh: '大赛已经公布，请用至少 4 个字说明原因；参赛者会看到。',
    en: 'The contest is public: give a reason of at least 4 characters; those who take part read it.',
  },
  CONTEST_FIXED: {
    status: 409,
    zh: '不能这样修改（{where}）：{whyZh}。请恢复该处原值后再保存。',
    en: 'This cannot be changed ({where}): {whyEn}. Put the old value back there and save again.',
  },
  CONTEST_ORDER: {
    status: 422,
    zh: '时间前后矛盾（{where}）。请同时顺延后续阶段，或另选时间。',
    en: 'The moments contradict each other ({where}). Move what follows along, or choose another moment.',
  },
  CONTEST_LACKS: {
    status: 422,
    zh: '还不能公布，缺少或不对的是：{lacksZh}。请在方案中补全。',
    en: 'It cannot be announced yet. Missing or wrong: {lacksEn}. Complete the scheme.',
  },
  CONTEST_DRAFT: {
    status: 409,
    zh: '大赛尚未公布。请先公布。',
    en: 'The contest is not announced yet. Publish it first.',
  },
  CONTEST_PUBLISHED: {
    status: 409,
    zh: '大赛已经公布。请刷新页面。',
    en: 'The contest is announced already. Reload the page.',
  },
  CONTEST_CLOSED: {
    status: 409,
    zh: '大赛已经结束，不能再更改。',
    en: 'The contest is closed and changes no more.',
  },
} as const satisfies Record<string, ErrorText>
