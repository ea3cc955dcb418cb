import type { Language } from '@doorstep/domain';
import type { ImportReport } from './import-routes.ts';

/** The report as lines for a terminal: what was done, what was decided, then every bad row with what would be right. */
export function formatReport(report: ImportReport, language: Language): string {
  const de = language === 'de';
  const lines: string[] = [];
  if (report.refused) {
    lines.push(de ? 'Die Datei wurde nicht importiert.' : 'The file was not imported.');
  } else {
    lines.push(headOf(report, language), routesOf(report, language));
    for (const note of report.notes) lines.push(note[language]);
    const bad = report.problems.length;
    if (bad > 0) {
      const counted = new Intl.NumberFormat(language).format(bad);
      if (de) lines.push(bad === 1 ? 'Eine Angabe ist falsch:' : `${counted} Angaben sind falsch:`);
      else lines.push(bad === 1 ? 'One thing is wrong:' : `${counted} things are wrong:`);
    }
  }
  for (const { line, field, message } of report.problems) {
    const where = `${de ? 'Zeile' : 'Line'} ${line}${field === '' || report.refused ? '' : `, ${field}`}`;
    lines.push(`  ${where}: ${message[language]}`);
  }
  return `${lines.join('\n')}\n`;
}

function headOf(report: ImportReport, language: Language): string {
  const number = new Intl.NumberFormat(language);
  const done = number.format(report.parcels);
  const all = number.format(report.rows);
  if (language === 'de') {
    return report.dryRun
      ? `Probelauf, nichts gespeichert: ${done} von ${all} Paketen würden importiert.`
      : `${done} von ${all} Paketen importiert.`;
  }
  return report.dryRun
    ? `Dry run, nothing stored: ${done} of ${all} parcels would be imported.`
    : `${done} of ${all} parcels imported.`;
}

function routesOf(report: ImportReport, language: Language): string {
  const { routes, stops } = report;
  return language === 'de'
    ? `Touren: ${routes.new} neu, ${routes.updated} ersetzt, ${routes.skipped} ausgelassen. Stopps: ${stops}.`
    : `Routes: ${routes.new} new, ${routes.updated} replaced, ${routes.skipped} left out. Stops: ${stops}.`;
}
