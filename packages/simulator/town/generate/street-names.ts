import { type Chance, shuffled } from '../../chance.ts';
import type { QuarterStyle } from './plan.ts';

const words = (text: string): string[] => text.trim().split(/\s*,\s*/);

const oldLanes = words(`
  Obere Gasse, Untere Gasse, Schmiedgasse, Webergasse, Gerbergasse, Färbergasse, Badgasse, Mühlgasse, Höllgasse,
  Sterngasse, Rosengasse, Lammgasse, Hirschgasse, Bärengasse, Löwengasse, Schwanengasse, Ochsengasse, Hafnergasse,
  Büttnergasse, Sattlergasse, Seilergasse, Bäckergasse, Metzgergasse, Fischergasse, Küfergasse, Glockengasse,
  Schulgasse, Zehntgasse, Kornmarkt, Salzgasse, Heugasse, Holzmarkt, Roßmarkt, Brunnengasse, Turmgasse, Torgasse,
  Zwingergasse, Burggasse, Schloßgasse, Herrengasse, Kapuzinergasse, Nonnengasse, Hintere Gasse, Vordere Gasse,
  Enge Gasse, Krumme Gasse, Kurze Gasse, Breite Gasse, Neue Gasse, Apothekergasse, Kupferschmiedgasse,
  Nagelschmiedgasse, Kannengießergasse, Messerschmiedgasse, Tuchmachergasse, Leinengasse, Wollgasse, Stadtmühlgasse,
  Kellergasse, Hopfengasse, Bräuhausgasse, Ratsgasse, Amtsgasse, Schießgasse, Pfeifergasse, Spielmannsgasse,
  Nachtwächtergasse, Laternengasse, Johannisgasse, Martinsgasse, Georgsgasse, Nikolausgasse, Annagasse, Ölberggasse,
  Gänsgasse, Hühnermarkt, Malzgasse, Zeughausgasse, Schäffnergasse, Stelzengasse, Wagnergasse, Zinngasse`);

const nearTheCentre = words(`
  Bahnhofstraße, Parkstraße, Gartenstraße, Wilhelmstraße, Luisenstraße, Friedrichstraße, Karlstraße, Ludwigstraße,
  Schützenstraße, Turnstraße, Poststraße, Schulstraße, Mühlweg, Bleichstraße, Wiesenstraße, Sandstraße, Neustraße,
  Augustastraße, Sophienstraße, Hermannstraße, Mittelstraße, Querstraße, Feldstraße, Wallstraße, Theaterstraße,
  Spitalstraße, Kasernenstraße, Gasstraße, Weiherstraße, Rathenaustraße, Elisabethstraße, Charlottenstraße,
  Heinrichstraße, Georgenstraße, Adlerstraße, Jägerstraße, Brauhausstraße, Lohmühlweg, Floßweg, Am Steg, Wehrstraße,
  Fährstraße, Inselweg, Gerberstraße, Holzhofstraße, Lagerstraße, Marienstraße, Paulstraße, Kantstraße, Jahnstraße`);

const works = words(`
  Industriestraße, Siemensstraße, Dieselstraße, Röntgenstraße, Benzstraße, Zeppelinstraße, Gutenbergstraße, Ottostraße,
  Gewerbestraße, Werkstraße, Liebigstraße, Junkersstraße, Fraunhoferstraße, Hertzstraße, Ohmstraße, Max-Planck-Straße,
  Zusestraße, Ziegeleiweg, Am Güterhof, Speicherstraße, Glashüttenstraße, Kettelerstraße, Am Kieswerk, Borsigstraße`);

const themes: readonly (readonly string[])[] = [
  words(`Ahornweg, Birkenweg, Buchenweg, Eichenweg, Erlenweg, Eschenweg, Fichtenweg, Föhrenweg, Kastanienweg, Kiefernweg,
    Lärchenweg, Lindenweg, Pappelweg, Tannenweg, Ulmenweg, Weidenweg, Ebereschenweg, Haselweg, Holunderweg, Wacholderweg,
    Schlehenweg, Eibenweg, Zedernweg, Akazienweg, Platanenweg, Weißdornweg`),
  words(`Asternweg, Dahlienweg, Fliederweg, Ginsterweg, Krokusweg, Lavendelweg, Lilienweg, Malvenweg, Margeritenweg,
    Mohnweg, Narzissenweg, Nelkenweg, Primelweg, Resedaweg, Rosenstraße, Salbeiweg, Schlüsselblumenweg, Tulpenweg,
    Veilchenweg, Enzianweg, Heckenrosenweg, Gänseblümchenweg, Kornblumenweg, Anemonenweg, Blütenstraße, Irisweg`),
  words(`Goethestraße, Schillerstraße, Lessingstraße, Heinestraße, Mörikestraße, Uhlandstraße, Hölderlinstraße,
    Kleiststraße, Eichendorffstraße, Fontanestraße, Stifterstraße, Rückertstraße, Hebbelstraße, Novalisweg, Brentanoweg,
    Stormstraße, Raabestraße, Rilkestraße, Droste-Hülshoff-Straße, Jean-Paul-Straße, Lenaustraße, Wielandstraße,
    Klopstockstraße, Hauffstraße, Büchnerweg, Herderstraße`),
  words(`Mozartstraße, Beethovenstraße, Bachstraße, Händelstraße, Haydnstraße, Schubertstraße, Schumannstraße,
    Brahmsstraße, Brucknerstraße, Lisztstraße, Lortzingstraße, Regerstraße, Telemannweg, Glückstraße, Mahlerweg,
    Mendelssohnstraße, Pachelbelweg, Schützweg, Silcherweg, Weberstraße, Fanny-Hensel-Weg, Clara-Schumann-Straße,
    Orffweg, Hindemithweg`),
  words(`Amselweg, Drosselweg, Finkenweg, Lerchenweg, Meisenweg, Schwalbenweg, Starenweg, Zeisigweg, Nachtigallenweg,
    Rotkehlchenweg, Sperberweg, Falkenweg, Habichtweg, Bussardweg, Eulenweg, Elsternweg, Kuckucksweg, Pirolweg,
    Grünspechtweg, Kiebitzweg, Reiherstraße, Storchenweg, Stieglitzweg, Goldammerweg, Zaunkönigweg, Kranichstraße`),
  words(`Apfelweg, Birnenweg, Kirschenweg, Pflaumenweg, Zwetschgenweg, Quittenweg, Mirabellenweg, Nussbaumweg,
    Brombeerweg, Himbeerweg, Johannisbeerweg, Erdbeerweg, Heidelbeerweg, Stachelbeerweg, Hagebuttenweg, Mispelweg,
    Boskoopweg, Renettenweg, Gravensteiner Weg, Obstgartenweg, Traubenweg, Walnussstraße, Preiselbeerweg, Weichselweg`),
  words(`Dürerstraße, Cranachstraße, Holbeinstraße, Menzelstraße, Spitzwegstraße, Liebermannstraße, Marcstraße, Mackeweg,
    Noldeweg, Kollwitzstraße, Modersohnweg, Münterweg, Riemenschneiderstraße, Veit-Stoß-Straße, Grünewaldstraße,
    Altdorferweg, Thomaweg, Leiblstraße, Feuerbachstraße, Rungeweg, Caspar-David-Friedrich-Straße, Barlachweg,
    Schadowweg, Schinkelstraße`),
];

const fields =
  words(`Steinacker, Krautgarten, Hirtenbühl, Sonnenhang, Galgenberg, Weinberg, Schafhof, Ziegelfeld, Hochfeld,
  Kirchbühl, Rosengarten, Birkenschlag, Lehmgrube, Kreuzacker, Hopfengarten, Reuthfeld, Espan, Schmalzgrund, Röthelberg,
  Eselsteig, Heidebrunnen, Wolfsanger, Burgblick, Eulenbusch, Bienengarten, Geißleite, Höhenrain, Tiefenbrunn,
  Hasenlauf, Mühlleite, Käferholz, Dorfwiesen, Brünnlein, Schlossäcker, Langwiesen`);

/** Adjectives of villages that roads lead to; the villages are invented. */
export const roadNames = words(`Erlbrunner Straße, Steinfeldener Straße, Hollerrieder Straße, Weidenthalheimer Straße,
  Oberlindacher Straße, Buchenrother Straße, Hirschwiesener Straße, Mühlgrunder Straße, Kirchenreuther Straße,
  Aschbühler Straße, Tannleiter Straße, Rohrmühler Straße`);

/** Hands out names, each once: by what the quarter is, then any that is left. */
export function createNames(
  chance: Chance,
  taken: readonly string[],
): (style: QuarterStyle, quarter: number) => string {
  const used = new Set(taken);
  const lists: Record<'old' | 'inner' | 'works', string[]> = {
    old: [...oldLanes.slice(0, 2), ...shuffled(oldLanes.slice(2), chance)],
    inner: [...nearTheCentre.slice(0, 1), ...shuffled(nearTheCentre.slice(1), chance)],
    works: [...works.slice(0, 1), ...shuffled(works.slice(1), chance)],
  };
  const left = shuffled(themes, chance).map((theme) => shuffled(theme, chance));
  const themeOf = new Map<number, string[]>();
  const rest = shuffled(
    fields.flatMap((field) => [`Am ${field}`, `${field}weg`, `Im ${field}`, `${field}straße`]),
    chance,
  );
  function firstUnused(list: string[]): string | null {
    for (let name = list.shift(); name !== undefined; name = list.shift()) {
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
    return null;
  }
  return (style, quarter) => {
    let list = style === 'old' || style === 'inner' || style === 'works' ? lists[style] : themeOf.get(quarter);
    if (!list) {
      list = left.shift() ?? [];
      themeOf.set(quarter, list);
    }
    const name = firstUnused(list) ?? firstUnused(rest);
    if (name) return name;
    // A town with more streets than names counts on, as planned towns do.
    for (let number = 1; ; number += 1) {
      const counted = `Siedlungsstraße ${number}`;
      if (used.has(counted)) continue;
      used.add(counted);
      return counted;
    }
  };
}
