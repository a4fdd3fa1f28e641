import type { ErrorText } from './text.ts'

export const contestAfterErrors = {
  AWARD_NO_RANKING: {
    status: 409,
    zh: '还没有可据以评奖的排名。请先完成最后一轮评审的排名；有决赛的，请先公布决赛排名。',
    en: 'There is no ranking to give awards by yet. Rank the last round first; where there is a final, release its ranking.',
  },
  AWARD_DECISION: {
    status: 422,
    zh: '对奖项 {award} 的并列裁定与现在的并列不符：只能从并列的队中选，选足空额或全部入选，每队一次。请重新裁定。',
    en: 'The decision on {award} does not fit the tie as it is: choose among the teams that are equal, as many as there are places or all of them, each once.',
  },
  AWARD_PUBLISHED: {
    status: 409,
    zh: '获奖名单已经公布，不能重新提出。确需更正的，请撤销具体奖项并说明理由。',
    en: 'The awards are published and cannot be proposed anew. To put something right, revoke that award with a reason.',
  },
  AWARD_STATE: {
    status: 409,
    zh: '这份名单目前的状态（{state}）不允许这样做。请刷新页面，按其现状处理。',
    en: 'This list is in the state {state}, which does not allow this. Reload it and go on from there.',
  },
  AWARD_SECOND_OFFICER: {
    status: 403,
    zh: '提出名单的人不能自己复核。请由举办机构的另一位数据专员复核。',
    en: 'Who proposed the list does not check it. Leave it to another data officer of the body that holds the contest.',
  },
  AWARD_UNDECIDED: {
    status: 409,
    zh: '还有 {count} 处并列没有裁定。请先在名单中裁定并说明理由，再提交复核。',
    en: 'There are {count} ties at the border of an award. Decide them with a reason first, then have the list checked.',
  },
  AWARD_OUTDATED: {
    status: 409,
    zh: '名单提出之后，排名或参赛资格有了变化。请重新提出名单。',
    en: 'The ranking or the teams have changed since the list was proposed. Propose it anew.',
  },
  AWARD_REVOKED: {
    status: 409,
    zh: '这个奖项已经撤销，不能再次撤销。',
    en: 'This award has been revoked already.',
  },
  CERTIFICATE_DESTROYED: {
    status: 410,
    zh: '证书文件已随大赛关闭销毁。您手里的文件仍可用查验地址和回执核对。',
    en: 'The file was destroyed when the contest was closed. A copy that you have still verifies by its address and receipt.',
  },
  GREEN_NOT_WINNER: {
    status: 403,
    zh: '绿色通道只对获奖的队开放。请在获奖名单公布之后再申请。',
    en: 'The green channel is for teams that won an award. Ask again when the awards are published.',
  },
  GREEN_BODY: {
    status: 422,
    zh: '{uscc} 不是有效的统一社会信用代码。请核对营业执照或法人证书上的 18 位代码。',
    en: '{uscc} is not a unified social credit code. Compare it with the 18 characters on the licence of the body.',
  },
  GREEN_STATE: {
    status: 409,
    zh: '绿色通道申请目前的状态（{state}）不允许这样做。请刷新页面，按其现状处理。',
    en: 'The green channel is in the state {state}, which does not allow this. Reload it and go on from there.',
  },
  GREEN_NOT_IN_SPACE: {
    status: 409,
    zh: '代码为 {uscc} 的单位还不是本空间的主体。请先请系统管理员登记，再准备合约。',
    en: 'The body {uscc} is not part of this space yet. Have the system administrator register it, then prepare the contract.',
  },
  INCUBATION_MOST: {
    status: 409,
    zh: '贵机构在这项大赛中已有 {most} 条开放的孵化需求。请先结束一条，再发布新的。',
    en: 'Your body has {most} open incubation requests in this contest. End one before you publish another.',
  },
  INTEREST_STATE: {
    status: 409,
    zh: '举办机构已经处理过贵队对这条需求的意向，不能再修改。请联系举办机构。',
    en: 'The organiser has answered your interest in this request already. Ask the organiser.',
  },
  CLOSING_CONFIRM: {
    status: 422,
    zh: '请输入大赛代码 {code} 以确认：销毁之后不能恢复。',
    en: 'Type the code of the contest, {code}, to confirm: what is destroyed cannot be brought back.',
  },
  CLOSING_TOO_EARLY: {
    status: 409,
    zh: '大赛还没有结束，或获奖名单尚未公布完毕。请在全部阶段结束、名单公布或退回之后再关闭。',
    en: 'The contest is not over, or its list of awards is on its way. Close it after the last phase, and when the list is published or returned.',
  },
  CLOSING_RETENTION: {
    status: 422,
    zh: '保存期限太短：最早可在 {day} 之后销毁，以便处理异议。请选择更晚的时间。',
    en: 'The retention is too short: destroy it after {day} at the earliest, since questions come after the results. Choose a later moment.',
  },
  CLOSING_STATE: {
    status: 409,
    zh: '销毁计划目前的状态不允许这样做：已经开始的销毁不能撤回，同一时间只有一份计划。请刷新页面。',
    en: 'The plan does not allow this now: destruction that has begun is not taken back, and there is one plan at a time. Reload the page.',
  },
} as const satisfies Record<string, ErrorText>
