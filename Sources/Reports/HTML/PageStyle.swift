/// The style sheet of every page.
///
/// The colours of data are Okabe and Ito's ("Color Universal Design", 2008), darkened on white and
/// lightened on black until each stands out from the paper by 3:1 at least; lines differ by their
/// dashes besides. Text stands out by 4.5:1 at least.
enum PageStyle {
  /// The sheet; it names no other file.
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#c9d0d7;
    --grid:#e9ecef;--panel:#f5f7f9;--s0:#0072b2;--s1:#c04a00;--s2:#00785a;--s3:#a0508a;
    --back:#c3cad1;--good:#006b4c;--bad:#a8201a;--onheat:#fff;--heat:#0072b2}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e6e8ea;
    --soft:#a6aeb6;--line:#3d454d;--grid:#262b30;--panel:#1c2024;--s0:#56b4e9;--s1:#e69f00;
    --s2:#2fc49a;--s3:#dd95bf;--back:#4a525a;--good:#4fd1a5;--bad:#ff9a90;--onheat:#101214;
    --heat:#56b4e9}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    main,header,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2rem}
    footer{padding-bottom:2.5rem;color:var(--soft);font-size:.875rem}
    h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;overflow-wrap:anywhere}
    h2{font-size:1.25rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-top:.75rem;
    border-top:1px solid var(--line);overflow-wrap:anywhere}
    h3{font-size:1rem;margin:1.25rem 0 .25rem;overflow-wrap:anywhere}
    p,ul,ol,dl{margin:.5rem 0 .75rem;max-width:46rem;overflow-wrap:anywhere}
    li{margin:.25rem 0}
    a{color:var(--s0)}
    .soft{color:var(--soft)}
    .lead{font-size:1.125rem}
    .good{color:var(--good)}.bad{color:var(--bad)}
    .tag{display:inline-block;border:1px solid currentColor;border-radius:.25rem;
    padding:0 .4rem;font-size:.875rem;line-height:1.4}
    .note{border-left:.25rem solid var(--s1);background:var(--panel);padding:.5rem .75rem;
    margin:.75rem 0;max-width:46rem;overflow-wrap:anywhere}
    .error{border-left-color:var(--bad)}
    code,pre,.code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
    font-size:.875em}
    code{overflow-wrap:anywhere}
    pre{background:var(--panel);border:1px solid var(--line);border-radius:.25rem;padding:.75rem;
    white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,9.5rem),1fr));
    gap:.75rem;margin:1.25rem 0;padding:0;max-width:none}
    .cards div{background:var(--panel);border-radius:.375rem;padding:.6rem .8rem;margin:0}
    .cards dt{color:var(--soft);font-size:.875rem}
    .cards dd{margin:0;font-size:1.375rem;font-variant-numeric:tabular-nums;
    overflow-wrap:anywhere;line-height:1.3}
    .cards dd.small{font-size:.875rem;color:var(--soft)}
    .facts{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.15rem 1rem;
    max-width:none}
    .facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
    .scroll{overflow-x:auto;margin:.5rem 0 1rem;max-width:100%}
    table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--soft);padding:.25rem 0;font-size:.875rem}
    th,td{padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:baseline;
    border-bottom:1px solid var(--grid)}
    thead th{border-bottom:1px solid var(--line);font-weight:600;vertical-align:bottom}
    tbody th{font-weight:400}
    th.r,td.r{text-align:right;white-space:nowrap}
    td.b,th.b{font-weight:700}
    .wide{min-width:14rem}
    details{margin:.5rem 0}
    summary{cursor:pointer;color:var(--soft)}
    .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));
    gap:1.5rem 2rem;align-items:start}
    .small-plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14.5rem),1fr));
    gap:1rem 1.25rem}
    .small-plots figure{display:flex;flex-direction:column}.small-plots svg{margin-top:auto}
    .nowrap{white-space:nowrap}.row{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    figure{margin:.5rem 0;min-width:0;max-width:34rem}
    figure.full{max-width:none}
    figcaption{font-size:.9375rem;line-height:1.4;margin-bottom:.35rem;overflow-wrap:anywhere}
    figcaption b{display:block}
    figcaption span{color:var(--soft);font-size:.875rem}
    svg{display:block;width:100%;height:auto;overflow:visible}
    svg.spark{width:6rem;min-width:6rem}svg.defs{position:absolute}.stem{stroke:var(--soft);stroke-width:1.25}
    svg text{font-family:inherit;font-size:13px;fill:var(--ink);font-variant-numeric:tabular-nums}
    svg text.soft{fill:var(--soft)}svg text.small{font-size:12px}
    svg text.mark{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
    .grid{stroke:var(--grid);stroke-width:1;fill:none}
    .axis{stroke:var(--line);stroke-width:1;fill:none}
    .rule{stroke:var(--soft);stroke-width:1.25;stroke-dasharray:3 3;fill:none}
    .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
    .thin{fill:none;stroke-width:1.25;stroke-linejoin:round}
    .back{stroke:var(--back)}
    .band{stroke-width:9;stroke-opacity:.22;fill:none}.dash{stroke-dasharray:6 4}.dots{stroke-dasharray:1.5 4}.dashdot{stroke-dasharray:8 3 1.5 3}
    .s0{stroke:var(--s0)}.s1{stroke:var(--s1)}.s2{stroke:var(--s2)}.s3{stroke:var(--s3)}
    .f0{fill:var(--s0)}.f1{fill:var(--s1)}.f2{fill:var(--s2)}.f3{fill:var(--s3)}
    .fback{fill:var(--back)}
    .dot{fill-opacity:.65;stroke:var(--paper);stroke-width:.5}
    .ring{fill:var(--paper);stroke-width:2}
    .unit{fill:var(--panel);stroke:var(--soft);stroke-width:1.25}
    .edge{stroke:var(--back);stroke-width:.75}
    .whisker{stroke:var(--ink);stroke-width:1.5;fill:none}.cell{fill:var(--heat)}.frame{fill:none;stroke:var(--line);stroke-width:1}
    svg text.on{fill:var(--onheat)}svg text.on-mid{fill:#101214}
    @media print{:root{color-scheme:light}body{font-size:10.5pt}
    figure,tr,.note{break-inside:avoid}h2,h3,caption{break-after:avoid}
    a{color:inherit}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    main,header,footer{max-width:none;padding:0}.scroll{overflow:visible}
    details:not([open])::details-content{content-visibility:visible;block-size:auto}}
    """
}
