import type { Chance } from '../chance.ts';

/** Everybody and every shop here is invented; names as they stand on the bells of a German town. */
const givenNames = `Ada Adrian Aleksandra Alina Amira Anke Annegret Ayşe Benedikt Birgit Bruno Carla Cem Clara Cornelius
Dagmar Dario Edda Elif Elke Emil Enno Erika Fabian Fatma Femke Florian Frauke Friedhelm Gesa Gerlinde Gregor Hannes Hedwig
Heiko Helene Henrike Hilde Ida Ilse Imke Ines Ivana Jakob Jannik Jette Joanna Jonas Karim Karla Katrin Kilian Kirsten Lasse
Leonie Lilli Linh Lorenz Luisa Malte Margit Marit Marlene Mateusz Merle Mila Milan Nadja Natalia Nele Nils Noor Oksana Ole
Ottilie Pauline Peer Philine Quirin Ragna Reinhild Rosa Ruben Sabine Samir Selma Silke Sönke Svea Tamara Tarek Theda Tilo
Traudel Tuan Ulrike Urte Valentin Vera Viktor Walburga Wiebke Yara Yusuf Zofia`.split(/\s+/);

const familyNames = `Achterberg Ahlers Aksoy Allgeier Altvater Asmussen Bachhuber Bärwald Baierl Birnstiel
Blaschke Bocksberger Brandhuber Brinkmeier Buchenau Burgstaller Cordsen Dallmann Demirtaş Deuerling Dinkelacker
Dobrowolski Eberhart Eichelsdörfer Engelbrecht Erhardt-Voss Faltermeier Feddersen Fenzl Fiedelmann Fischbach Föhring Gabelsberg
Gehrlein Gerstner Giersberg Gökçe Graumann Grünewald Haberland Hadžić Haverkamp Heidenfelder Hellwege Hinrichsen Hirschauer
Hoppenstedt Hutzler Ibscher Jankowski Jessen Joosten Kaltwasser Karadağ Kesselring Kienzle Klingbeil Knobloch
Kolbinger Kowalczyk Kreitmair Krüsemann Kupferschmid Landgrebe Leberecht Lindhorst Löwenich Lüdeking Maibaum Marschner
Meinhold Meyerdierks Mühlhäuser Nagelschmidt Neuwirth Nguyen Niehoff Nowicki Obermaier Öztürk Oldewurtel Ortlieb Osterkamp
Paschke Petrovic Pfefferkorn Pinnow Pohlmann Quandel Rademacher Rautenberg Reichelt Riedmüller Rosenkötter Rübsam Sandrock
Schaffrath Scherzinger Schlotterbeck Schnitzler Seidenfaden Sievers Sonnleitner Späth Steinhauer Stollberg
Strohmeyer Tanriverdi Tegtmeyer Thalhammer Tönnies Tran Uhlenbrock Unruh Vahrenholt Vierthaler Vogelsang Wachsmuth Walkenhorst
Weidenbusch Wiesenthal Wittkopp Wohlgemuth Yıldız Zachert Zeller Zimprich Zwingmann`.split(/\s+/);

export const merchants: readonly string[] = [
  'Buchhandlung Dienstbier',
  'Teehandel Hollerbach',
  'Schuhhaus Fellner',
  'Gartenbedarf Tremmel',
  'Korbwaren Wiesinger',
  'Fahrrad Kettenblatt',
  'Kaffeerösterei Nordlicht',
  'Wollstube Maschenwerk',
  'Musikhaus Ebenholz',
  'Spielzeug Purzelbaum',
  'Papeterie Federkiel',
  'Werkzeughandel Ambos & Sohn',
  'Bettenhaus Daunenfein',
  'Porzellan Weißgold',
  'Weinkontor Rebhang',
  'Outdoor Gipfelkreuz',
  'Zoohandlung Pfotenglück',
  'Naturkost Ackerkrume',
  'Leuchten Sonnwend',
  'Modehaus Zwirn',
  'Elektronik Stromkreis',
  'Küchenladen Schneebesen',
  'Aquaristik Tiefenrausch',
  'Optik Lichtblick',
];

export function inventedName(chance: Chance): string {
  return `${oneOf(givenNames, chance)} ${oneOf(familyNames, chance)}`;
}

export function oneOf<T>(items: readonly T[], chance: Chance): T {
  const item = items[Math.floor(chance.next() * items.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}

/** Letters of the shop and a number, as order numbers are. */
export function orderNumberOf(merchant: string, chance: Chance): string {
  const letters = merchant
    .split(/[\s&]+/)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();
  return `${letters}-${10_000 + Math.floor(chance.next() * 90_000)}`;
}
