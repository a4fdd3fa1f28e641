import { type Contest, stagesOf } from '../../scheme/index.ts'
import type { Tongue } from './words.ts'

/** The timetable for a calendar (RFC 5545). */
export function calendarOf(contest: Contest, address: string, tongue: Tongue): string {
  const { scheme } = contest
  const title = tongue === 'zh' ? scheme.titleZh : scheme.titleEn
  const events = stagesOf(scheme).flatMap((stage) => [
    'BEGIN:VEVENT',
    `UID:${stage.name.replaceAll(':', '-')}@${contest.id}`,
    `DTSTAMP:${moment(contest.publishedAt ?? contest.createdAt)}`,
    `SEQUENCE:${contest.number}`,
    `DTSTART:${moment(stage.opensAt)}`,
    `DTEND:${moment(stage.closesAt)}`,
    `SUMMARY:${text(`${title} · ${tongue === 'zh' ? stage.titleZh : stage.titleEn}`)}`,
    ...(address === '' ? [] : [`URL:${address}`]),
    'END:VEVENT',
  ])
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Xinyu//contest//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${text(title)}`,
    ...events,
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

const moment = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '')

/** A line break in a title would begin a property of somebody else's choice. */
const text = (value: string): string =>
  value
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r?\n|\r/g, '\\n')
    // oxlint-disable-next-line no-control-regex -- these are what is left out
    .replace(/[\u0000-\u001f\u007f]/g, '')

const MOST_OCTETS = 75

/** Lines longer than 75 octets go on in the next, never in the middle of a character. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > MOST_OCTETS) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n')
}
