import type { ErrorText } from './text.ts'

export const contestFinalErrors = {
  CONTEST_NO_FINAL: {
    status: 409,
    zh: '本大赛的方案没有决赛环节。请先在方案中设置决赛。',
    en: 'The scheme of this contest has no final. Add one to the scheme first.',
  },
  CONTEST_NO_FINALISTS: {
    status: 409,
    zh: '还没有决赛队伍。请先公布末轮入围名单，再把名单纳入决赛。',
    en: 'There is no finalist yet. Decide the short list of the last round, then take it into the final.',
  },
  CONTEST_DRAW_STATE: {
    status: 409,
    zh: '抽签{stateZh}，不能这样做。请刷新页面查看进展；需要重来时先作废本次抽签。',
    en: 'The draw {stateEn}, so this cannot be done. Read the page again; to start over, void this draw first.',
  },
  CONTEST_DRAW_WORD: {
    status: 400,
    zh: '每队最多一个词，且只收参加抽签的队伍的词。请核对后再提交。',
    en: 'One word a team at most, and from teams that take part in the draw only. Check the list and send it again.',
  },
  CONTEST_NOT_PRESIDING: {
    status: 403,
    zh: '只有指定的答辩主持人可以这样做。请在决赛设置中指定主持人。',
    en: 'Only the named presiding officer may do this. Name one in the settings of the final.',
  },
  STAGE_MOVED: {
    status: 409,
    zh: '台上状态刚刚变化，本次操作没有生效。请看最新状态后再操作。',
    en: 'The stage moved meanwhile; nothing was changed. Look again and then decide.',
  },
  STAGE_TAKEN: {
    status: 409,
    zh: '台上还有一支队伍。请先结束该队的答辩，再请下一队上台。',
    en: 'Another team still has the stage. Finish its turn before the next one starts.',
  },
  STAGE_SHEETS_MISSING: {
    status: 409,
    zh: '还有 {count} 位评委没有提交评分。请等待提交，或写明原因后结束。',
    en: '{count} judges have not handed in. Wait for them, or finish with a reason.',
  },
  STAGE_REASON: {
    status: 400,
    zh: '重新答辩必须写明原因。',
    en: 'A repeated defence needs a reason. Say why.',
  },
  STAGE_RELEASED: {
    status: 409,
    zh: '决赛成绩已经公布，不能再改动。有异议请走申诉程序。',
    en: 'The ranking of the final is released and stands. Objections go the way of an appeal.',
  },
  STAGE_NOT_OVER: {
    status: 409,
    zh: '还有 {count} 支队伍没有完成答辩。请先完成，或标记为缺席。',
    en: '{count} teams have not finished. Hear them, or mark them absent, before the release.',
  },
  STAGE_NOT_ON: {
    status: 409,
    zh: '这支队伍不在台上，现在不能为它评分。请为台上的队伍评分。',
    en: 'This team is not on the stage, so no sheet is taken for it. Score the team that is.',
  },
  STAGE_SHEET_LOCKED: {
    status: 409,
    zh: '评分已经提交并锁定。如需更正，请主持人安排重新答辩或记录说明。',
    en: 'The sheet is handed in and locked. To correct it, ask the presiding officer.',
  },
  STAGE_APART: {
    status: 403,
    zh: '您与台上队伍存在利益关系，或尚未完成声明，不能为该队评分。',
    en: 'A conflict of interest, or a declaration that is missing, keeps you from scoring this team. Declare first, or wait for the next team.',
  },
  STAGE_SCORES: {
    status: 400,
    zh: '评分项「{criterion}」缺失、未知或超出满分。请补全后提交。',
    en: 'The points for {criterion} are missing, unknown or above the most. Complete them and hand in again.',
  },
  STAGE_SCREENS: {
    status: 503,
    zh: '同时打开的大屏过多。请稍后再试。',
    en: 'Too many screens are open at once. Try again in a while.',
  },
  CHECKIN_HERE: {
    status: 409,
    zh: '此人已经签到，在场内。请核对证件，或先办理签出。',
    en: 'This person is checked in already. Compare the pass, or check them out first.',
  },
  CHECKIN_AWAY: {
    status: 409,
    zh: '此人没有签到，无需签出。',
    en: 'This person is not checked in, so there is nothing to check out.',
  },
  CHECKIN_ZONE: {
    status: 400,
    zh: '没有这个分区。可选：{zones}。',
    en: 'There is no such zone. Choose one of: {zones}.',
  },
  FINAL_COLUMN: {
    status: 400,
    zh: '要约没有开放字段 {column}。请只选择要约开放的字段。',
    en: 'The offer does not open the column {column}. Choose from what it opens.',
  },
  FINAL_OFFER_TWICE: {
    status: 400,
    zh: '同一要约对同一范围（全部、赛道或队伍）只能写一行。请合并重复的行。',
    en: 'One line for each offer and scope (all, a division, a team). Put the double lines together.',
  },
  FINAL_PRESIDING: {
    status: 400,
    zh: '主持人须是举办机构在职的数据专员。请重新选择。',
    en: 'The presiding officer is an active data officer of the body that holds the contest. Choose another.',
  },
  FINAL_NO_BODY: {
    status: 409,
    zh: '这支队伍没有牵头单位。请队伍补充单位信息后再接纳。',
    en: 'This team has no lead body. Have the team add one, then go on.',
  },
  FINAL_NO_CAPTAIN: {
    status: 409,
    zh: '队长还没有空间账号，无法为单位指定签约人。请先由系统管理员开立账号。',
    en: 'The captain has no account in the space yet, so nobody can sign for the body. Have the system administrator make the accounts first.',
  },
  FINAL_NO_OFFER: {
    status: 409,
    zh: '还没有为这支队伍选择数据要约或填写评估内容。请先完成决赛设置。',
    en: 'No offer is chosen for this team, or the assessment is empty. Complete the settings of the final first.',
  },
  FINAL_NOT_CONCERNED: {
    status: 403,
    zh: '这项大赛的接纳工作没有需要您办理的事项。',
    en: 'Nothing in the admission of this contest is yours to do. Ask the body that holds it.',
  },
  FINAL_RUNNING: {
    status: 409,
    zh: '接纳任务正在进行。请等待结束或先取消。',
    en: 'The admission is running already. Wait for its end, or cancel it first.',
  },
} as const satisfies Record<string, ErrorText>
