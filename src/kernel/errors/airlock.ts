import type { ErrorText } from './text.ts'

export const airlockErrors = {
  AIRLOCK_STATE: {
    status: 409,
    zh: '申请目前的状态（{state}）不允许这样做。请刷新页面，按其现状处理。',
    en: 'The request is in the state {state}, which does not allow this. Reload it and go on from there.',
  },
  AIRLOCK_NOT_AUTHOR: {
    status: 403,
    zh: '只有申请人本人可以修改、提交或撤回申请。请联系申请人，或另行提交申请。',
    en: 'Only the author changes, submits or withdraws a request. Ask the author, or make one of your own.',
  },
  AIRLOCK_SEPARATED: {
    status: 403,
    zh: '职责分离：您不能处理这项申请（{whyZh}）。请交给与其无关的审核员。',
    en: 'Duties are separated: you may not act on this request ({whyEn}). Leave it to a checker who has no part in it.',
  },
  AIRLOCK_TAKEN: {
    status: 409,
    zh: '目前已有足够的审核员在看这项申请。请从待审队列中选择另一项。',
    en: 'Enough checkers look at this request now. Take another one from your queue.',
  },
  AIRLOCK_MOST_CLAIMS: {
    status: 409,
    zh: '您手上已有 {most} 项未决的申请。请先给出意见，或退回其中一项。',
    en: 'You hold {most} undecided requests already. Decide one of them, or give it back.',
  },
  AIRLOCK_DECIDED: {
    status: 409,
    zh: '您在本轮已经给出意见，意见不能更改。',
    en: 'You have given your opinion in this round; it cannot be changed.',
  },
  AIRLOCK_OPINION_FILES: {
    status: 422,
    zh: '请对申请中的每个文件各给出一次结论；同意放行要求每个文件都合格。',
    en: 'Say of each file of the request, once, whether it may go; approval needs that all of them may.',
  },
  AIRLOCK_OPINION_REASON: {
    status: 422,
    zh: '退回或拒绝须至少选择一个原因，并用文字写明要改什么。',
    en: 'A return or a rejection needs at least one reason and a text that says what to change.',
  },
  AIRLOCK_NO_FILES: {
    status: 422,
    zh: '申请中还没有文件。请先从席位中取出要带走的文件。',
    en: 'The request holds no file yet. Take the files that are to leave out of the seat first.',
  },
  AIRLOCK_CONTEXT: {
    status: 422,
    zh: '文件 {path} 缺少说明：请写明展示什么、如何计算得出。',
    en: 'The file {path} lacks its context: say what it shows and how it was computed.',
  },
  AIRLOCK_NO_CONTRACT: {
    status: 409,
    zh: '项目没有生效中的合约，文件没有放行的依据。请先订立合约。',
    en: 'The project has no contract in force, so nothing allows a file to leave. Conclude a contract first.',
  },
  AIRLOCK_NO_SEAT: {
    status: 422,
    zh: '申请没有指明席位，无法取出文件。请为席位另建一项申请。',
    en: 'The request names no seat to take files from. Make one for a seat.',
  },
  AIRLOCK_FILE_TWICE: {
    status: 409,
    zh: '申请中已有同名文件 {path}。请先移除其中一个。',
    en: 'The request holds a file {path} already. Remove one of the two first.',
  },
  AIRLOCK_FILE_TOO_LARGE: {
    status: 413,
    zh: '文件有 {bytes} 字节，超过出域单个文件的上限 {limit} 字节。请汇总或拆分。',
    en: 'The file has {bytes} bytes; one file that leaves may have {limit}. Aggregate or split it.',
  },
  AIRLOCK_TOO_LARGE: {
    status: 413,
    zh: '申请中的文件共 {bytes} 字节，超过上限 {limit} 字节。请分成几项申请。',
    en: 'The files of the request have {bytes} bytes together; the limit is {limit}. Split it into several requests.',
  },
  AIRLOCK_MOST_FILES: {
    status: 409,
    zh: '一项申请最多 {most} 个文件。请分成几项申请。',
    en: 'A request holds {most} files at most. Split it into several.',
  },
  AIRLOCK_MOST_REQUESTS: {
    status: 409,
    zh: '该项目已有 {most} 项未结的出域申请。请先了结其中一些。',
    en: 'The project has {most} open requests already. Close some of them first.',
  },
  AIRLOCK_FILE_GONE: {
    status: 410,
    zh: '文件内容已不在出域暂存区（已放行、被替换或已销毁）。',
    en: 'The bytes of this file are no longer in the airlock: they were released, replaced or destroyed.',
  },
  AIRLOCK_FILE_DAMAGED: {
    status: 500,
    zh: '出域暂存区中的文件 {id} 已损坏，与取出时的哈希不符，不予放行。请从席位重新取出。',
    en: 'The file {id} in the airlock is damaged: it differs from the hash of what was taken, and is not released. Take it out of the seat again.',
  },
  AIRLOCK_INSPECT_FAILED: {
    status: 500,
    zh: '机器检查没有完成，申请已退回，没有任何文件出域。请重新提交；仍然失败请联系运营方（编号 {id}）。',
    en: 'The inspection by the machine did not end; the request was returned and nothing left. Submit again, and tell the operator if it fails again (number {id}).',
  },
  AIRLOCK_AUTHOR_GONE: {
    status: 409,
    zh: '申请人的账号已停用或不再是开发者，文件不能以其名义放行。',
    en: 'The author’s account is no longer active, or no developer’s: files cannot be released in that name.',
  },
  AIRLOCK_RELEASING: {
    status: 409,
    zh: '这项申请正在放行，请稍候。',
    en: 'This request is being released at this moment. Wait for it to end.',
  },
  RUN_NEEDS_CHECKERS: {
    status: 422,
    zh: '合约约定每项结果离开之前须由人审核（{checkers} 名），因此不能在这里直接得到结果。请在席位中计算，再由出域审核带出。',
    en: 'The contract asks that {checkers} people examine each result before it leaves, so no result is given here at once. Compute in a seat and take the result out through the airlock.',
  },
} as const satisfies Record<string, ErrorText>
