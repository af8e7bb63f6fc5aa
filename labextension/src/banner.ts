/** The banner above a notebook's cells: shows the offer of the moment, and does what its buttons say. */
import { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { BannerDetails } from './bannerDetails';
import { BannerView } from './bannerView';
import { cellOf, plainCells } from './notebookCells';
import { NotebookModel } from './model';
import { offerOf } from './offer';
import { Choice, IOffer, ISituation } from './offerTypes';
import { toldOf } from './offerText';
import { perform } from './perform';
import { IEntry } from './types';

/** How often ages are written anew while nothing else happens, in milliseconds. */
const TICK_MS = 15_000;

/** How long a run from this page may take to show its own panel, in seconds. */
const PANEL_DELAY_S = 3;

/** One banner for each notebook; it takes no room while there is nothing to offer. */
export class Banner extends Widget {
  constructor(private readonly model: NotebookModel) {
    super();
    this.addClass('ckpt-magic-Banner');
    this.hide();
    this.details = new BannerDetails(model);
    this.view = new BannerView(
      (choice, offer) => this.choose(choice, offer),
      () => this.model.settings.current.askBeforeDiscarding
    );
    this.inner.className = 'ckpt-magic-Banner-inner';
    this.inner.append(this.view.node, this.details.node);
    this.node.append(this.inner);
    this.observer = new ResizeObserver(() => this.fitContent());
    this.observer.observe(this.inner);
    this.timer = window.setInterval(() => this.draw(), TICK_MS);
    model.changed.connect(this.draw, this);
    model.settings.changed.connect(this.draw, this);
    model.panel.contentHeader.insertWidget(0, this);
    this.draw();
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    window.clearInterval(this.timer);
    this.observer.disconnect();
    this.view.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  protected onAfterShow(_: Message): void {
    this.fitContent();
  }

  private draw(): void {
    if (this.isDisposed || this.model.isDisposed) {
      return;
    }
    const offer = this.model.settings.current.showBanner ? offerOf(this.situation()) : null;
    this.setHidden(offer === null);
    if (offer) {
      this.announce(offer);
      this.details.update(offer);
      this.view.update(offer, this.details.isOpen);
    }
    this.fitContent();
  }

  private situation(): ISituation {
    const { own, listing, now_s, trouble, activity, kernelStarted_at, panel } = this.model;
    return {
      own,
      stores: listing?.stores ?? [],
      cells: plainCells(panel),
      now_s,
      trouble,
      activity,
      kernelStarted_at,
      isPanelShown: own.some(entry => this.isPanelShown(entry)),
      isDismissed: key => this.dismissed.has(key)
    };
  }

  /** Whether the output of the running cell shows its progress, or is about to. */
  private isPanelShown({ operation }: IEntry): boolean {
    if (operation.status !== 'running') {
      return false;
    }
    if (this.model.isExpecting && (operation.live?.elapsed_s ?? 0) < PANEL_DELAY_S) {
      return true;
    }
    const cell = operation.cell_id === null ? null : cellOf(this.model.panel, operation.cell_id);
    return cell?.node.querySelector('.ckpt-magic-panel')?.isConnected ?? false;
  }

  /** A screen reader hears an offer once, not each second. */
  private announce({ key, tone, details }: IOffer): void {
    const news = [key, tone, details].join(' ');
    const isUrgent = tone !== 'running' && tone !== 'completed' && tone !== 'copy';
    this.node.setAttribute('role', isUrgent ? 'alert' : 'status');
    this.node.setAttribute('aria-label', 'Checkpoints of this notebook');
    this.node.setAttribute('aria-live', news === this.announced ? 'off' : isUrgent ? 'assertive' : 'polite');
    this.node.dataset.tone = tone;
    this.announced = news;
  }

  private choose(choice: Choice, offer: IOffer): void {
    if (choice === 'dismiss') {
      this.dismissed.add(offer.key);
      this.model.setTrouble(null);
      this.model.panel.activate();
    } else if (choice === 'details') {
      this.details.toggle();
      this.draw();
    } else if (offer.entry) {
      void this.perform(choice, offer.key, offer.entry);
    }
  }

  private async perform(choice: Choice, key: string, entry: IEntry): Promise<void> {
    try {
      const isRefused = this.model.trouble?.id === entry.operation.id;
      await perform(this.model.actions, choice, entry, isRefused ? [] : toldOf(entry.operation));
      if (choice === 'restore' && entry.operation.status === 'completed') {
        this.dismissed.add(key);
      }
    } catch {
      // The model's trouble says what went wrong, and this banner shows it.
    }
    this.draw();
  }

  /** The layout around gives a widget no more than its least height: that is the height of what it shows. */
  private fitContent(): void {
    const height = this.isHidden ? '' : `${this.inner.offsetHeight}px`;
    if (this.node.style.minHeight !== height) {
      this.node.style.minHeight = height;
      this.parent?.fit();
    }
  }

  private readonly inner = document.createElement('div');
  private readonly view: BannerView;
  private readonly details: BannerDetails;
  private readonly observer: ResizeObserver;
  private readonly timer: number;
  private readonly dismissed = new Set<string>();
  private announced = '';
}
