import { Form, Input } from 'antd'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import type { EditProps } from './scheme.tsx'

const LINES = ['titleZh', 'titleEn', 'themeZh', 'themeEn'] as const
const AREAS = ['introZh', 'introEn'] as const

/** What the public reads: names, theme, introduction, rules, divisions. */
export function TextsCard({ scheme, readOnly, onChange }: EditProps) {
  const { t, name } = useFormat()
  const area = (key: string, label: string, value: string, set: (value: string) => void) => (
    <Form.Item key={key} label={label} htmlFor={`text-${key}`}>
      <Input.TextArea
        id={`text-${key}`}
        readOnly={readOnly}
        maxLength={20_000}
        autoSize={{ minRows: 2, maxRows: 16 }}
        value={value}
        onChange={({ target }) => set(target.value)}
      />
    </Form.Item>
  )
  return (
    <Card title={t('contest.texts')}>
      <Form layout="vertical" component="div">
        <p className="muted">{t('contest.postHint')}</p>
        <div className="grid g11">
          {LINES.map((key) => (
            <Form.Item key={key} label={t(`contest.text.${key}`)} htmlFor={`text-${key}`}>
              <Input
                id={`text-${key}`}
                readOnly={readOnly}
                maxLength={200}
                value={scheme[key]}
                onChange={({ target }) => onChange({ ...scheme, [key]: target.value })}
              />
            </Form.Item>
          ))}
          {AREAS.map((key) =>
            area(key, t(`contest.text.${key}`), scheme[key], (value) =>
              onChange({ ...scheme, [key]: value }),
            ),
          )}
        </div>
        {scheme.documents.map((document, at) => (
          <details key={document.code}>
            <summary>{t('contest.documentOf', { title: name(document.titleZh, document.titleEn) })}</summary>
            <div className="grid g11">
              {(['textZh', 'textEn'] as const).map((key) =>
                area(`${document.code}-${key}`, t(`contest.text.${key}`), document[key], (value) =>
                  onChange({
                    ...scheme,
                    documents: scheme.documents.with(at, { ...document, [key]: value }),
                  }),
                ),
              )}
            </div>
          </details>
        ))}
        {scheme.divisions.map((division, at) => (
          <details key={division.code}>
            <summary>
              {t(`contest.${division.kind}Of`, { title: name(division.titleZh, division.titleEn) })}
            </summary>
            <div className="grid g11">
              {(['textZh', 'textEn'] as const).map((key) =>
                area(`${division.code}-${key}`, t(`contest.text.${key}`), division[key], (value) =>
                  onChange({
                    ...scheme,
                    divisions: scheme.divisions.with(at, { ...division, [key]: value }),
                  }),
                ),
              )}
            </div>
          </details>
        ))}
      </Form>
    </Card>
  )
}
