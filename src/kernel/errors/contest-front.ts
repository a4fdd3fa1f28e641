import type { ErrorText } from './text.ts'

export const contestFrontErrors = {
  CONTEST_QUESTION_LIMIT: {
    status: 429,
    zh: '您今天已有 {most} 个问题等待答复。请等答复后再提问，或联系主办方。',
    en: 'You have {most} questions waiting today. Wait for their answers, or contact the organiser.',
  },
  CONTEST_QUESTIONS_FULL: {
    status: 429,
    zh: '等待答复的问题太多，暂时不能提问。请先查看已有问答，稍后再试。',
    en: 'Too many questions wait for an answer. Read the answers that there are, and try again later.',
  },
} as const satisfies Record<string, ErrorText>
