import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useHasRole } from '../../api/session.ts'
import { type GradingView, useDecideImportance } from '../../api/treat.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'

/** Important or core data: never suggested, decided by a person who writes why. */
export function ImportanceCard({ view }: { readonly view: GradingView }) {
  const { t, name } = useFormat()
  const has = useHasRole()
  const decide = useDecideImportance(view.datasetId)
  const [editing, setEditing] = useState(false)
  const [level, setLevel] = useState('general')
  const [text, setText] = useState({ catalogue: '', scale: '', reason: '' })
  const { importance, importanceScheme: scheme } = view
  const titleOf = (code: string) => {
    const found = scheme.levels.find((one) => one.code === code)
    return found ? name(found.titleZh, found.titleEn) : code
  }
  const ready =
    text.catalogue.trim().length >= 2 && text.scale.trim().length >= 2 && text.reason.trim().length >= 10
  return (
    <Card
      title={name(scheme.titleZh, scheme.titleEn)}
      extra={<span className="faint">{t('grading.byPerson')}</span>}
    >
      <div className="stack">
        {importance ? (
          <Facts
            rows={[
              { key: 'level', name: t('grading.level'), value: <b>{titleOf(importance.level)}</b> },
              { key: 'at', name: t('grading.decidedAt'), value: <When at={importance.decidedAt} /> },
              { key: 'catalogue', name: t('grading.catalogue'), value: importance.catalogue },
              { key: 'scale', name: t('grading.scale'), value: importance.scale },
              { key: 'reason', name: t('common.reason'), value: importance.reason },
            ]}
          />
        ) : (
          <p className="muted">{t('grading.notDecided')}</p>
        )}
        {has('data_officer') && !editing && (
          <div className="row">
            <Button onClick={() => setEditing(true)}>
              {t(importance ? 'grading.decideAgain' : 'grading.decide')}
            </Button>
          </div>
        )}
        {editing && (
          <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
            <Form.Item label={t('grading.level')} htmlFor="importance">
              <Select
                id="importance"
                value={level}
                onChange={setLevel}
                options={scheme.levels.map((one) => ({
                  value: one.code,
                  label: name(one.titleZh, one.titleEn),
                }))}
              />
            </Form.Item>
            {(['catalogue', 'scale', 'reason'] as const).map((key) => (
              <Form.Item
                key={key}
                label={key === 'reason' ? t('common.reason') : t(`grading.${key}`)}
                htmlFor={`importance-${key}`}
                extra={t(`grading.${key}Hint`)}
              >
                <Input.TextArea
                  id={`importance-${key}`}
                  rows={key === 'reason' ? 3 : 1}
                  maxLength={key === 'reason' ? 2000 : 400}
                  value={text[key]}
                  onChange={(event) => setText({ ...text, [key]: event.target.value })}
                />
              </Form.Item>
            ))}
            {decide.error ? <Problem error={decide.error} /> : null}
            <div className="row">
              <Button onClick={() => setEditing(false)}>{t('common.cancel')}</Button>
              <Button
                type="primary"
                disabled={!ready}
                loading={decide.isPending}
                onClick={() => decide.mutate({ level, ...text }, { onSuccess: () => setEditing(false) })}
              >
                {t('grading.record')}
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Card>
  )
}
