"""Sources of structural data, one module per provider.

::

    ai_gpr                newspaper articles on risk by directed pair and month
    archigos              changes of leaders by state and year, from Archigos, 1870–2015
    atop                  pacts by the Alliance Treaty Obligations and Provisions project, 1815–2018
    capitals              great-circle distance between the capitals of two states, by year
    china_leader_trips    foreign trips of China's leaders, 1949–2025
    chinavitae            travel and meetings of China's leaders, 2003–2018, by the China Vitae project
    colt_trips            trips of leaders between two states, by year, 2018–2024
    cow_alliances         pacts by the Correlates of War project's Formal Alliances
    cow_contiguity        direct contiguity by the Correlates of War project, version 3.2, 1816–2016
    cow_igo               intergovernmental organisations that two states share, by year
    cow_mid_incidents     incidents of militarised disputes by the Correlates of War project, by day
    cow_mid_participants  participants in militarised disputes by the Correlates of War project, by day
    cow_mids              militarised disputes by the Correlates of War project
    cow_mindist           least distance between two states' territories, by year
    cow_nmc               National Material Capabilities of the Correlates of War project
    cow_trade             trade between two states, by year, after the Correlates of War project
    cow_wars              wars between and within states by the Correlates of War project
    current_events        daily pages of Wikipedia's 'Portal:Current events'
    euds                  Extended Unified Democracy Scores, by state and year
    eusanct               sanctions and threats by the EU, the United States and the UN, 1989–2015
    fractionalisation     ethnic and religious fractionalisation by state and year, after CREG and HIEF
    gdppop                gross domestic product and population since 1500
    gml_mids              militarised disputes as reviewed by Gibler, Miller and Little
    gpr                   geopolitical risk of 44 countries by month
    gsdb                  sanctions by the Global Sanctions Data Base, version 4, 1949–2023
    icb_crises            international crises by actor, 1918–2017
    icews_dyad_years      ICEWS by dyad and year: reports of one state's acts toward another in four classes
    icow_claims           territorial claims by the Issue Correlates of War project, 1816–2017
    itpde                 international trade and production for estimation (ITPD-E)
    jme_russia            Russia's joint military exercises, 2009–2018
    mie                   militarised interstate events by Gibler and Miller, by day
    mme                   multinational military exercises, 1980–2010, by D'Orazio and Galambos
    ofac_entities         entities on OFAC's sanctions lists, by country and month
    pax_agreements        peace agreements of the PA-X database, 1990–2025
    polity                democracy and autocracy after Polity5, by state and year
    regimes               Regimes of the World, by state and year, as Our World in Data has them
    reign_elections       national elections and referendums
    reign_leaders         leaders in office
    rivalries             strategic rivalries by William Thompson and colleagues
    rugged_terrain        ruggedness and mountains of states
    sipri_register        transfers of major arms between states, by year
    territorial_threat    latent external territorial threat, by state and year
    ucdp                  armed conflicts by UCDP and PRIO
    ukraine_aid           aid to Ukraine by donor and month, by the Kiel Institute
    undl_votes            votes of the General Assembly, as the UN Digital Library exports them
    unga_votes            votes of the General Assembly since 1946, by Erik Voeten and colleagues
    unsc_vetoes           vetoes in the Security Council by draft and member, 1946–2022
    us_missions           the level at which the United States are represented abroad
    us_troops             military personnel of the United States abroad, by host and year
    vdem                  five indices of democracy of the Varieties of Democracy project, by state and year
"""
