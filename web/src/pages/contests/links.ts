/** Pages of one contest, in the order in which a contest goes; each room adds its own when its page exists. */
export const LINKS: readonly { readonly path: string; readonly name: string }[] = [
  { path: '', name: 'contest.board' },
  { path: '/scheme', name: 'contest.scheme' },
  { path: '/posts', name: 'contest.posts' },
  { path: '/questions', name: 'contest.questions' },
  { path: '/entries', name: 'contestEntry.entries' },
  { path: '/works', name: 'contestWork.title' },
  { path: '/panel', name: 'contestPanel.title' },
  { path: '/reviews', name: 'contestJudging.title' },
  { path: '/final', name: 'contestFinal.title' },
  { path: '/stage', name: 'contestFinal.stage' },
  { path: '/tasks', name: 'contestTask.title' },
  { path: '/awards', name: 'contestAfter.awards' },
  { path: '/report', name: 'contestAfter.report' },
  { path: '/closing', name: 'contestAfter.closing' },
]
