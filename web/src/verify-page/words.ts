import en from './words/en.json'
import zh from './words/zh.json'

export type Word = keyof typeof zh
export type Language = 'zh' | 'en'

const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { zh, en }

/** Chinese first; English for whoever reads no Chinese. */
export const preferred = (languages: readonly string[]): Language =>
  languages.length === 0 || languages.some((one) => one.startsWith('zh')) ? 'zh' : 'en'

export const wordsIn = (language: Language) => (word: Word) => WORDS[language][word]
